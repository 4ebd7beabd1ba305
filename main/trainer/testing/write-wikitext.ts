import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { loadModel } from "../ggml/model.ts";
import { llamaLogits, lossesOf, meanOf } from "./llama-reference.ts";
import type { WikitextReference } from "./wikitext.ts";

/**
 * Writes fixtures/wikitext.json: the first 512 tokens of WikiText-2's validation text as the sample model reads them, and their losses in
 * llama.cpp. `node main/trainer/testing/write-wikitext.ts PATH/valid.txt`
 */
const TOKENS = 512;
/** More than 512 tokens in any case. */
const CHARACTERS = 6_000;

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error("Which file? node main/trainer/testing/write-wikitext.ts PATH/valid.txt");
const text = readFileSync(source, "utf8").slice(0, CHARACTERS);
const path = sampleModelPath();
const reference: WikitextReference = {
  textSha256: createHash("sha256").update(text).digest("hex"),
  modelSha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
  special: await measure(true),
  plain: await measure(false),
};
const target = fileURLToPath(new URL("fixtures/wikitext.json", import.meta.url));
writeFileSync(target, `${JSON.stringify(reference)}\n`);
process.stdout.write(
  `${JSON.stringify({ special: reference.special, plain: reference.plain }, (key, value: unknown) => (Array.isArray(value) ? undefined : value), 2)}\n`,
);

async function measure(parsesSpecial: boolean): Promise<WikitextReference["plain"]> {
  const ids = await tokenise(parsesSpecial);
  const exact = lossesOf(await llamaLogits(path, ids), ids);
  const usual = lossesOf(await llamaLogits(path, ids, { isExact: false }), ids);
  return {
    ids: [...ids],
    exactLoss: round(meanOf(exact)),
    usualLoss: round(meanOf(usual)),
    tokenLosses: exact.map(round),
  };
}

async function tokenise(parsesSpecial: boolean): Promise<Int32Array> {
  using model = await loadModel(path, "sample model", { vocab_only: true });
  const bytes = Buffer.from(text);
  const ids = new Int32Array(bytes.length + 1);
  const count = model.llama.tokenize(model.vocabulary, bytes, bytes.length, ids, ids.length, true, parsesSpecial);
  if (count < TOKENS) throw new Error(`${String(source)} begins with ${String(count)} tokens only`);
  return ids.slice(0, TOKENS);
}

function round(value: number): number {
  return Number(value.toFixed(5));
}
