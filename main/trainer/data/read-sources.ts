import type { DataSource } from "../train-contract.ts";
import { readJson } from "./read-json.ts";
import { type Reading, sizeOf } from "./read-text.ts";
import type { Found } from "./source.ts";
import type { Tokenizer } from "./tokenizer.ts";

interface SourceOptions {
  readonly sources: readonly DataSource[];
  readonly data: { readonly contextTokens: number };
  onProgress(fraction: number): void;
  readonly signal: AbortSignal;
}

/** All entries of all sources, one behind the other. */
export async function* readSources(
  { sources, onProgress, signal }: SourceOptions,
  _tokenizer: Tokenizer,
): AsyncGenerator<Found & { source: DataSource }, void, void> {
  const sizes = await Promise.all(sources.map(sizeOf));
  const all = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let before = 0;
  for (const [index, source] of sources.entries()) {
    const reading: Reading = { signal, onBytes: (bytes) => onProgress(Math.min(1, (before + bytes) / all)) };
    for await (const batch of readJson(source, reading)) {
      for (const found of batch) yield { ...found, source };
    }
    before += sizes[index] ?? 0;
  }
  onProgress(1);
}
