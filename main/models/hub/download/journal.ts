import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";

/** What an unfinished file is: a journal of another one says nothing about it. */
export interface JournalSubject {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Bytes that are in the unfinished file, with their samples (samples.ts): what the journal says is looked up there before it is believed. */
export interface Claim {
  readonly from: number;
  readonly to: number;
  readonly samples: number;
}

/**
 * Which parts of an unfinished file have come: lines of JSON beside it, appended after the bytes were written. A line that a crash
 * cut short is passed over, and bytes that a power cut took do not match their samples: nothing that is claimed is missing.
 */
export interface Journal extends Disposable {
  claim(claim: Claim): void;
}

const VERSION = 2;
/** Far more than the lines of the largest file. */
const MAX_BYTES = 64_000_000;

/** Begins a journal with what is known to be there. Written as a whole: a line that was cut short must not run into the next. */
export function beginJournal(path: string, subject: JournalSubject, held: readonly Claim[]): Journal {
  const head = { version: VERSION, sha256: subject.sha256, sizeBytes: subject.sizeBytes };
  writeFileSync(`${path}.new`, [head, ...held].map(lineOf).join(""));
  renameSync(`${path}.new`, path);
  const file = openSync(path, "a");
  return { claim: (claim) => void writeSync(file, lineOf(claim)), [Symbol.dispose]: () => closeSync(file) };
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** What an earlier attempt claimed, in order and without overlaps. Empty when there is no journal, or another file's. */
export function readClaims(path: string, subject: JournalSubject): Claim[] {
  const [head, ...lines] = linesOf(path);
  const isOurs = head?.["sha256"] === subject.sha256 && head["sizeBytes"] === subject.sizeBytes;
  if (head?.["version"] !== VERSION || !isOurs) return [];
  const claims = lines.flatMap(({ from, to, samples }) => {
    const isClaim = typeof from === "number" && typeof to === "number" && typeof samples === "number";
    return isClaim && from >= 0 && to > from && to <= subject.sizeBytes ? [{ from, to, samples }] : [];
  });
  let end = 0;
  return claims
    .toSorted((a, b) => a.from - b.from)
    .filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    });
}

function linesOf(path: string): Record<string, unknown>[] {
  let text: string;
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MAX_BYTES) return [];
    text = bytes.toString("utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === "object" && value !== null ? [value as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });
}
