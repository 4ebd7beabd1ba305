import { parentPort, workerData } from "node:worker_threads";
import { checkTemplate, type TemplateWords } from "./template-check.ts";
import { isSameVocabulary, readVocabulary } from "#main/lib/gguf/vocabulary.ts";
import type { TemplateCheck } from "./contract.ts";

/** One question to this thread. A template may run for ever and headers are hostile and large: so it can be ended from outside. */
export type TryRequest =
  | { readonly ask: "check"; readonly path: string; readonly template: string }
  | { readonly ask: "same-vocabulary"; readonly path: string; readonly others: readonly string[] };

/** `ready`: the files are read, and what may run for ever begins. */
export type TryReply = { check: TemplateCheck } | { same: boolean[] } | { ready: true };

async function answer(request: TryRequest): Promise<TryReply> {
  if (request.ask === "check") {
    const words = NEEDS_WORDS.test(request.template) ? await wordsOf(request.path) : NO_WORDS;
    parentPort?.postMessage({ ready: true } satisfies TryReply);
    return { check: checkTemplate(request.template, words) };
  }
  const own = await readVocabulary(request.path);
  const same: boolean[] = [];
  for (const path of request.others) {
    const other = own === null ? null : await readVocabulary(path).catch(() => null);
    same.push(own !== null && other !== null && isSameVocabulary(own, other));
  }
  return { same };
}

/** A large vocabulary takes a while to read; a template in plain words has no use for it. */
const NEEDS_WORDS = /<\||_of_turn>|[be]os_token/;
const NO_WORDS: TemplateWords = { bos: "<s>", eos: "</s>", has: null };

/** A model whose file cannot be read now is no reason not to check a template. */
async function wordsOf(path: string): Promise<TemplateWords> {
  const vocabulary = await readVocabulary(path).catch(() => null);
  if (vocabulary === null) return NO_WORDS;
  const words = new Set(vocabulary.words);
  return { bos: vocabulary.bos, eos: vocabulary.eos, has: (word) => words.has(word) };
}

parentPort?.postMessage(await answer(workerData as TryRequest));
