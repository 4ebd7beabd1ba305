/**
 * `npm run sample-adapter`: trains the adapter that comes with Cloister, with which the sample model answers questions. Needs the sample
 * model, and behind `--data` the folder with the instructions.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type TrainingSettings, USUAL_SETTINGS } from "#main/trainer/train-contract.ts";
import { asJsonLines, readInstructions } from "./sample-adapter/instructions.ts";
import { sampleModelPath } from "./sample-model-path.ts";
import { root } from "./test/command.ts";
import { BadCommand } from "./train/command.ts";
import { plainReport } from "./train/report.ts";
import { train } from "./train/run.ts";

/** What was best of what was tried (resources/adapters/README.md). Few examples: one pass, a small rank, a low rate. */
const SETTINGS: TrainingSettings = {
  ...USUAL_SETTINGS,
  // So that it comes out the same everywhere.
  device: "cpu",
  rank: 8,
  alpha: 16,
  learningRate: 2e-4,
  epochs: 1,
  warmup: 0.1,
  judgeEvery: 59,
  saveEvery: 30,
};
/** Longer ones are left out: they ask about pages of text, which a small model cannot hold. */
const CONTEXT_TOKENS = 256;

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    out: { type: "string", default: join(root, "resources/adapters/gemma-3-270m-answers.gguf") },
    threads: { type: "string", default: String(availableParallelism()) },
  },
});
process.exitCode = await main();

async function main(): Promise<number> {
  if (values.data === undefined) {
    console.error("Name the folder with the instructions: npm run sample-adapter -- --data FOLDER");
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), "sample-adapter-"));
  try {
    const path = join(folder, "instructions.jsonl");
    await writeFile(path, asJsonLines(readInstructions(values.data)));
    const asked = {
      model: sampleModelPath(),
      sources: [{ path, name: "instructions.jsonl", format: "jsonl" as const, columns: null }],
      data: { template: null, contextTokens: CONTEXT_TOKENS, tooLong: "drop" as const, heldOut: 0.1, seed: 1 },
      settings: SETTINGS,
      out: values.out,
      name: "Answers",
    };
    const how = { threads: Number(values.threads), isJson: false };
    return await train({ kind: "train", asked, how, isPlanOnly: false }, plainReport());
  } catch (error) {
    if (!(error instanceof BadCommand)) throw error;
    console.error(error.message);
    return 2;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
