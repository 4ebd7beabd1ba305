import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { AppError } from "#main/rpc/errors.ts";
import type { Example } from "../network.ts";
import { runFolder } from "../run-folder.ts";
import { dataReport } from "../train-contract.ts";
import { type Footer, readExactly, readFooter, TOKEN_FILE } from "./token-file.ts";
import type { ExampleList, TokenisedData } from "./tokenised.ts";

/** Entries of the index that are read in one go. */
const BLOCK = 4_096;

/** What `examineData` left in a run's folder. Examples are read from disk when asked for. Throws CONFLICT when it is not there or not whole. */
export function openTokenised(folder: string): TokenisedData {
  const paths = runFolder(folder);
  const file = orConflict(() => openSync(paths.tokens, "r"));
  try {
    const footer = orConflict(() => readFooter(file, fstatSync(file).size));
    const report = orConflict(() => dataReport.parse(JSON.parse(readFileSync(paths.report, "utf8"))));
    if (report.hash !== footer.hash) throw conflict("the report and the tokens are of different data");
    return {
      report,
      words: footer.words,
      training: listOf(file, footer, 0, footer.training),
      heldOut: listOf(file, footer, footer.training, footer.heldOut),
      [Symbol.dispose]: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

interface IndexEntry {
  readonly at: number;
  readonly tokens: number;
  readonly targets: number;
  readonly runs: number;
}

function listOf(file: number, { indexAt }: Footer, first: number, count: number): ExampleList {
  const { entryBytes } = TOKEN_FILE;
  let block = -1;
  let held: Buffer = Buffer.alloc(0);

  function entry(index: number): IndexEntry {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new RangeError(`There is no example ${String(index)} of ${String(count)}`);
    }
    const wanted = Math.floor(index / BLOCK);
    if (wanted !== block) {
      const from = wanted * BLOCK;
      const bytes = Math.min(BLOCK, count - from) * entryBytes;
      held = readExactly(file, indexAt + (first + from) * entryBytes, bytes);
      block = wanted;
    }
    const place = (index % BLOCK) * entryBytes;
    return {
      at: Number(held.readBigUInt64LE(place)),
      tokens: held.readUInt32LE(place + 8),
      targets: held.readUInt32LE(place + 12),
      runs: held.readUInt32LE(place + 16),
    };
  }

  return {
    count,
    at(index): Example {
      const { at, tokens, targets, runs } = entry(index);
      const bytes = readExactly(file, at, 4 * (tokens + 2 * runs));
      const numbers = new Int32Array(bytes.buffer, bytes.byteOffset, tokens + 2 * runs);
      return { ids: numbers.subarray(0, tokens), targets: placesOf(numbers.subarray(tokens), targets) };
    },
    tokensAt: (index) => entry(index).tokens,
  };
}

function placesOf(runs: Int32Array, count: number): Int32Array {
  const places = new Int32Array(count);
  let filled = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const from = runs[run] ?? 0;
    for (let offset = 0; offset < (runs[run + 1] ?? 0); offset += 1) places[filled++] = from + offset;
  }
  return places;
}

function orConflict<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw conflict(error instanceof Error ? error.message : String(error), error);
  }
}

function conflict(why: string, cause?: unknown): AppError {
  const problem = "The texts of this training have to be read again: what was made of them is not there any more.";
  return new AppError("CONFLICT", `${problem} (${why})`, { problem }, { cause });
}
