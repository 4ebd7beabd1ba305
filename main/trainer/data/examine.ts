import { writeFile } from "node:fs/promises";
import { AppError } from "#main/rpc/errors.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { freeBytesOf, writeWhole } from "#main/lib/write-whole.ts";
import { loadVocabulary } from "../ggml/vocabulary.ts";
import type { Example } from "../network.ts";
import { runFolder } from "../run-folder.ts";
import { type DataReport, dataReport, type DataSettings, type DataSource } from "../train-contract.ts";
import type { Entry } from "./conversation.ts";
import { createExampleMaker, type ExampleMaker, type Form } from "./example.ts";
import { fitLength } from "./fit-length.ts";
import { DataProblem, invalidData } from "./problem.ts";
import { readSources } from "./read-sources.ts";
import { sizeOf } from "./read-text.ts";
import { MOST_SAMPLES, sampleOf } from "./sample.ts";
import { createSeenTexts, keyOfExample, keyOfPrompt } from "./seen.ts";
import { splitByPrompt } from "./split.ts";
import { createTokenWriter, type TokenWriter } from "./token-file.ts";
import { createTokenizer, type Tokenizer } from "./tokenizer.ts";

export interface ExamineOptions {
  readonly model: { readonly path: string; readonly name: string };
  readonly sources: readonly DataSource[];
  readonly data: DataSettings;
  /** Of the run: tokens and report are written into it. */
  readonly folder: string;
  /** Of all bytes of the sources. */
  onProgress(fraction: number): void;
  readonly signal: AbortSignal;
}

/**
 * Reads the sources, makes tokens of them as the engine would, splits them, and leaves both files of `tokenised.ts` in the folder. What is
 * wrong with the data is thrown as DATA_INVALID with file and line, before anything is left there; besides MODEL_INVALID, NOT_FOUND,
 * INVALID_INPUT (the template), DISK_FULL, FOLDER_READ_ONLY, CANCELLED.
 */
export async function examineData(options: ExamineOptions): Promise<DataReport> {
  const { model, data, folder, sources } = options;
  const { form, contextTokens } = await ownOf(model.path, data);
  const sourceBytes = (await Promise.all(sources.map(sizeOf))).reduce((sum, bytes) => sum + bytes, 0);
  await checkRoom(folder, sourceBytes);
  using vocabulary = await loadVocabulary(model.path, model.name);
  const tokenizer = createTokenizer(vocabulary);
  const maker = makerFor(tokenizer, form);
  const paths = runFolder(folder);
  let report: DataReport | null = null;
  await writeWhole(paths.tokens, sourceBytes, async (temporary) => {
    using writer = createTokenWriter(temporary);
    const found = await readAll({ ...options, data: { ...data, contextTokens } }, { tokenizer, maker, writer });
    checkEnough(options, writer.count, found);
    const sides = splitByPrompt(found.prompts.slice(0, writer.count), data.heldOut, data.seed);
    report = {
      hash: writer.finish(sides, vocabulary.words),
      training: totals(writer, sides.training),
      heldOut: totals(writer, sides.heldOut),
      longestTokens: found.longestTokens,
      cut: found.cut,
      dropped: found.dropped,
      copies: found.copies,
      empty: found.empty,
      template: !found.hasChats ? "none" : form.jinja === null ? "plain" : form.isOwn ? "own" : "given",
      samples: found.samples,
    };
  });
  const text = `${JSON.stringify(report)}\n`;
  await writeWhole(paths.report, text.length, (temporary) => writeFile(temporary, text, { mode: 0o600, flush: true }));
  return dataReport.parse(report);
}

/** Tokens take about as much room as the text: four bytes each, for some four letters. Throws DISK_FULL. */
async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await freeBytesOf(folder);
  if (freeBytes >= neededBytes) return;
  const message = `The disk of ${folder} has no room for the texts as tokens. Make room, or choose another folder.`;
  throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes });
}

interface Found {
  prompts: BigUint64Array;
  longestTokens: number;
  cut: number;
  dropped: number;
  copies: number;
  empty: number;
  hasChats: boolean;
  samples: DataReport["samples"];
}

interface Parts {
  readonly tokenizer: Tokenizer;
  readonly maker: ExampleMaker;
  readonly writer: TokenWriter;
}

async function readAll(options: ExamineOptions, { tokenizer, maker, writer }: Parts): Promise<Found> {
  const { data } = options;
  const seen = createSeenTexts();
  const prompts = new BigUint64Array(1_024);
  const found: Found = {
    prompts,
    longestTokens: 0,
    cut: 0,
    dropped: 0,
    copies: 0,
    empty: 0,
    hasChats: false,
    samples: [],
  };
  for await (const { source, entry, line } of readSources(options, tokenizer)) {
    found.hasChats ||= entry.kind === "chat";
    const whole = make(maker, entry, source.name, line);
    if (whole === null) {
      found.empty += 1;
      continue;
    }
    const example = fitLength(whole, data);
    if (example === null) found.dropped += 1;
    if (example === null) continue;
    if (seen.add(keyOfExample(example))) {
      found.copies += 1;
      continue;
    }
    if (example !== whole) found.cut += 1;
    take(example);
  }
  return found;

  function take(example: Example): void {
    found.longestTokens = Math.max(found.longestTokens, example.ids.length);
    if (found.samples.length < MOST_SAMPLES) found.samples.push(sampleOf(example, tokenizer.vocabulary));
    if (writer.count === found.prompts.length) {
      const larger = new BigUint64Array(writer.count * 2);
      larger.set(found.prompts);
      found.prompts = larger;
    }
    found.prompts[writer.count] = keyOfPrompt(example);
    writer.add(example);
  }
}

function make(maker: ExampleMaker, entry: Entry, file: string, line: number): Example | null {
  try {
    return maker.make(entry);
  } catch (error) {
    if (error instanceof DataProblem) throw invalidData(file, line, error.message, error);
    throw error;
  }
}

/** What the model's file says: its form, unless another is given; and no example is longer than the model reads. Throws MODEL_INVALID, NOT_FOUND. */
async function ownOf(path: string, data: DataSettings): Promise<{ form: Form; contextTokens: number }> {
  const { metadata } = await readGgufHeader(path);
  const most = metadata.get(`${String(metadata.get("general.architecture"))}.context_length`);
  const contextTokens = typeof most === "number" ? Math.min(most, data.contextTokens) : data.contextTokens;
  return { form: formOf(metadata.get("tokenizer.chat_template"), data.template), contextTokens };
}

/** The given template, the model's own, or none. */
function formOf(own: unknown, given: string | null): Form {
  if (given !== null) return { jinja: given, isOwn: false };
  return typeof own === "string" && own.trim() !== "" ? { jinja: own, isOwn: true } : { jinja: null, isOwn: false };
}

function makerFor(tokenizer: Tokenizer, form: Form): ExampleMaker {
  try {
    return createExampleMaker(tokenizer, form);
  } catch (error) {
    if (!(error instanceof DataProblem)) throw error;
    const problem = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
    throw new AppError("INVALID_INPUT", problem, { problem }, { cause: error });
  }
}

/** One example says nothing that could be told from chance, and nothing could be held out beside it. */
function checkEnough({ sources, data }: ExamineOptions, count: number, { copies, dropped, empty }: Found): void {
  const file = sources.map(({ name }) => name).join(", ");
  if (count === 0) throw invalidData(file, null, nothingFound(data.tooLong, dropped, empty));
  if (count > 1) return;
  const all = (copies + 1).toLocaleString("en");
  const problem =
    copies > 0 ? `all its ${all} examples are the same one` : "it holds one example that can be learnt from";
  throw invalidData(file, null, `${problem}; there have to be two different ones at least`);
}

function nothingFound(tooLong: DataSettings["tooLong"], dropped: number, empty: number): string {
  if (dropped > 0 && tooLong === "cut") {
    return "all its examples are longer than what is read at once, and their answers would be cut off whole; allow longer ones";
  }
  if (dropped > 0) return "all its examples are longer than what is read at once; allow longer ones, or have them cut";
  if (empty > 0) return "none of its examples has an answer to learn from";
  return "it holds no examples";
}

function totals(writer: TokenWriter, side: Uint32Array): DataReport["training"] {
  let tokens = 0;
  let targets = 0;
  for (const index of side) {
    tokens += writer.tokensAt(index);
    targets += writer.targetsAt(index);
  }
  return { examples: side.length, tokens, targets };
}
