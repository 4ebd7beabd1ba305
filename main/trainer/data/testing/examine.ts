import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { tinyModel, type TinyModelOptions } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { DataReport, DataSettings, DataSource } from "../../train-contract.ts";
import { examineData } from "../examine.ts";
import { openTokenised } from "../open-tokenised.ts";
import type { TokenisedData } from "../tokenised.ts";

/** What tests of the data share. */

export const USUAL: DataSettings = { template: null, contextTokens: 512, tooLong: "cut", heldOut: 0, seed: 1 };

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "data-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function tinyModelFile(options: TinyModelOptions = {}): Promise<string> {
  const path = join(temporaryFolder(), "tiny.gguf");
  await writeGguf(path, tinyModel(options));
  return path;
}

/** A source of its own, of one file with this content. */
export function sourceOf(
  content: string | Uint8Array,
  name = "data.jsonl",
  more: Partial<DataSource> = {},
): DataSource {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return { path, name, format: null, columns: null, ...more };
}

export function jsonLines(...items: unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}

export interface Examined {
  readonly report: DataReport;
  readonly data: TokenisedData;
  readonly folder: string;
  readonly progress: readonly number[];
}

export async function examine(
  modelPath: string,
  sources: readonly DataSource[],
  settings: Partial<DataSettings> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Examined> {
  const folder = temporaryFolder();
  const progress: number[] = [];
  const report = await examineData({
    model: { path: modelPath, name: "Ada" },
    sources,
    data: { ...USUAL, ...settings },
    folder,
    onProgress: (fraction) => progress.push(fraction),
    signal,
  });
  const data = openTokenised(folder);
  onTestFinished(() => data[Symbol.dispose]());
  return { report, data, folder, progress };
}

/** What is learnt of an example's samples, one behind the other. */
export function learnt(report: DataReport, index = 0): string {
  return (report.samples[index] ?? []).map(({ text, isLearnt }) => (isLearnt ? text : "…")).join("");
}
