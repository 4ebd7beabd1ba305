import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examineData } from "../examine.ts";
import { openTokenised } from "../open-tokenised.ts";

/**
 * `node print-examples.ts DATA MODEL...`: for each model the tokens of every example, as JSON. A process of its own, because the engine's
 * llama.cpp and the trainer's do not live in one.
 */
const [data = "", ...models] = process.argv.slice(2);

async function examplesFor(path: string) {
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  try {
    await examineData({
      model: { path, name: "Ada" },
      sources: [{ path: data, name: "data.jsonl", format: "jsonl", columns: null }],
      data: { template: null, contextTokens: 4_096, tooLong: "drop", heldOut: 0, seed: 1 },
      folder,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    using tokenised = openTokenised(folder);
    return Array.from({ length: tokenised.training.count }, (_, index) => {
      const { ids, targets } = tokenised.training.at(index);
      return { ids: [...ids], targets: [...targets] };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const examples = [];
for (const model of models) examples.push(await examplesFor(model));
process.stdout.write(JSON.stringify(examples));
