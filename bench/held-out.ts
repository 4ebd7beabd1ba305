import { existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AdapterFacts, adapterFacts } from "#main/lib/gguf/adapter.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { asJsonLines, readInstructions } from "#main/tools/sample-adapter/instructions.ts";
import { examineData } from "#main/trainer/data/examine.ts";
import { openTokenised } from "#main/trainer/data/open-tokenised.ts";
import type { ExampleList } from "#main/trainer/data/tokenised.ts";
import type { ExampleLoss, Network } from "#main/trainer/network.ts";
import { openNetwork } from "#main/trainer/open-network.ts";
import { loadAdapter } from "#main/trainer/testing/load-adapter.ts";
import { type DataSettings, type DataSource, USUAL_SETTINGS } from "#main/trainer/train-contract.ts";
import type { Bench, BenchContext } from "./lib/bench.ts";
import { requireSampleModel } from "./lib/sample-model.ts";

const shared = (path: string): string => fileURLToPath(new URL(`../../shared/data/${path}`, import.meta.url));

/** What an adapter is judged by. */
interface Judged {
  readonly metric: string;
  /** Of one rank and strength, as of one training after more and more steps. */
  readonly adapters: readonly string[];
  readonly source: DataSource;
  readonly data: DataSettings;
  /** Of the split that was made when it was trained; or all of a file that was never trained on. */
  readonly side: "heldOut" | "training";
}

/**
 * The adapter that comes with Cloister; and those of `CLOISTER_ADAPTERS` (paths as in PATH), trained on MTS-Dialog, on that data's validation
 * file.
 */
export const bench: Bench = {
  about: "loss on texts that were never learnt from, with an adapter and without it",
  async run(context) {
    for (const judged of [sampleAdapter(context.folder), ...clinicalNotes()]) await judge(judged, context);
  },
};

/** As `npm run sample-adapter` splits. */
function sampleAdapter(folder: string): Judged {
  const path = join(folder, "instructions.jsonl");
  writeFileSync(path, asJsonLines(readInstructions(shared("instructions"))));
  return {
    metric: "sample",
    adapters: [fileURLToPath(new URL("../resources/adapters/gemma-3-270m-answers.gguf", import.meta.url))],
    source: { path, name: "instructions", format: "jsonl", columns: null },
    data: { template: null, contextTokens: 256, tooLong: "drop", heldOut: 0.1, seed: 1 },
    side: "heldOut",
  };
}

function clinicalNotes(): Judged[] {
  const adapters = (process.env["CLOISTER_ADAPTERS"] ?? "").split(delimiter).filter((path) => path !== "");
  if (adapters.length === 0) return [];
  const path = shared("mts-dialog/MTS-Dialog-ValidationSet.csv");
  const columns = { prompt: "dialogue", answer: "section_text", system: "section_header" };
  return [
    {
      metric: "clinicalNotes",
      adapters,
      source: { path, name: "MTS-Dialog", format: "csv", columns },
      data: { template: null, contextTokens: 1_024, tooLong: "cut", heldOut: 0, seed: 1 },
      side: "training",
    },
  ];
}

async function judge({ metric, adapters, source, data, side }: Judged, { folder, note, report, signal }: BenchContext) {
  const missing = adapters.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`There is no adapter ${missing}`);
  const model = { path: requireSampleModel(), name: "sample model" };
  await examineData({ model, sources: [source], data, folder, signal, onProgress: () => undefined });
  using tokens = openTokenised(folder);
  const [first = ""] = adapters;
  using network = await openNetwork(model, settingsFor(adapterFacts(await readGgufHeader(first))));
  const without = await lossOf(network, tokens[side], false);
  note(`${metric}: ${String(tokens[side].count)} examples, ${String(without.targets)} tokens`);
  for (const adapter of adapters) {
    await loadAdapter(adapter, network.lora);
    const { mean } = await lossOf(network, tokens[side], true);
    note(`${basename(adapter)}: ${mean.toFixed(4)}, and ${without.mean.toFixed(4)} without`);
    report({ metric: `${metric}Loss`, value: mean, unit: "nats", reference: without.mean });
    report({ metric: `${metric}Better`, value: without.mean - mean, unit: "nats", goal: { op: ">=", value: 0.1 } });
  }
}

function settingsFor({ rank, alpha }: AdapterFacts) {
  return { ...USUAL_SETTINGS, rank, alpha: alpha === 0 ? rank : alpha, device: "cpu", threads: availableParallelism() };
}

/** In nats a token, over all of them. */
async function lossOf(network: Network, examples: ExampleList, withAdapter: boolean) {
  let sum = 0;
  let targets = 0;
  for (let index = 0; index < examples.count; index += 1) {
    const [read]: (ExampleLoss | undefined)[] = await network.judge([examples.at(index)], { withAdapter });
    if (read === undefined) throw new Error("No loss of an example");
    sum += read.loss * read.targets;
    targets += read.targets;
  }
  return { mean: sum / targets, targets };
}
