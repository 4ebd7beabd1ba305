import { extname } from "node:path";
import type { z } from "zod";
import type { dataFormat, DataSource } from "../train-contract.ts";
import { readText } from "./read-text.ts";

type Format = z.infer<typeof dataFormat>;

const BY_NAME: Readonly<Record<string, Format>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "jsonl",
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "text",
  ".md": "text",
};

/** By the file's name; one whose name says nothing is JSON if it begins like it, a table if its columns were named, and else a text. */
export async function findFormat(source: DataSource, signal: AbortSignal): Promise<Format> {
  if (source.columns !== null) return "csv";
  const named = BY_NAME[extname(source.path).toLowerCase()] ?? BY_NAME[extname(source.name).toLowerCase()];
  if (named !== undefined) return named;
  for await (const text of readText(source, { signal, onBytes: () => undefined })) {
    return /^\s*[[{]\s*["{[\]}]/.test(text) ? "jsonl" : "text";
  }
  return "text";
}
