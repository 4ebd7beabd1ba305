import type { DataSource } from "../train-contract.ts";
import { findFormat } from "./find-format.ts";
import { readCsv } from "./read-csv.ts";
import { readJson } from "./read-json.ts";
import { readPlain } from "./read-plain.ts";
import { type Reading, sizeOf } from "./read-text.ts";
import type { Found } from "./source.ts";
import type { Tokenizer } from "./tokenizer.ts";

interface SourceOptions {
  readonly sources: readonly DataSource[];
  readonly data: { readonly contextTokens: number };
  onProgress(fraction: number): void;
  readonly signal: AbortSignal;
}

/** All entries of all sources, one behind the other. Throws DATA_INVALID, NOT_FOUND, CANCELLED. */
export async function* readSources(
  { sources, data, onProgress, signal }: SourceOptions,
  tokenizer: Tokenizer,
): AsyncGenerator<Found & { source: DataSource }, void, void> {
  const sizes = await Promise.all(sources.map(sizeOf));
  const all = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let before = 0;
  for (const [index, source] of sources.entries()) {
    const reading: Reading = { signal, onBytes: (bytes) => onProgress(Math.min(1, (before + bytes) / all)) };
    for await (const batch of await read(source, reading)) {
      for (const found of batch) yield { ...found, source };
    }
    before += sizes[index] ?? 0;
  }
  onProgress(1);

  async function read(source: DataSource, reading: Reading): Promise<AsyncGenerator<Found[], void, void>> {
    const format = source.format ?? (await findFormat(source, signal));
    if (format === "csv") return readCsv(source, reading);
    if (format === "text") return readPlain(source, reading, { tokenizer, contextTokens: data.contextTokens });
    return readJson(source, reading);
  }
}
