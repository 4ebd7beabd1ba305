import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { startEngine } from "#main/engine/start.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import type { Fit, LoadOptions } from "./contract.ts";
import { readMachine } from "./fit/machine.ts";
import { openModels, type OpenModels } from "./testing/open-models.ts";

const path = sampleModelPath();

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
beforeEach(async () => {
  folder = temporaryFolder();
  const childHost = createNodeChildHost();
  open = await openModels(folder.path, { childHost, startEngine, readMachine, sampleDir: dirname(path), cores: 1 });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Loads with these options, has a long text read, and compares what was estimated with what the child then holds. */
async function estimateAndTruth(options: Partial<LoadOptions>): Promise<{ fit: Fit; memoryBytes: number }> {
  await open.scan();
  const model = (await open.list()).find(({ isSample }) => isSample);
  if (model === undefined) throw new Error("The sample model was not found in its folder");
  open.models.setLoadOptions(model.id, { ...model.loadOptions, backend: "cpu", ...options });
  const { fit } = await open.models.fit.estimate(model.id, { ...model.loadOptions, backend: "cpu", ...options });
  using lease = await open.models.acquire(model.id, {
    signal: AbortSignal.timeout(110_000),
    onProgress: () => undefined,
  });
  await readText(lease.client, "The quick brown fox jumps over the lazy dog. ".repeat(100));
  const { memoryBytes } = await lease.client.status();
  return { fit, memoryBytes };
}

async function readText(client: Awaited<ReturnType<OpenModels["models"]["acquire"]>>["client"], text: string) {
  const events = client.generate(
    {
      conversationKey: "a",
      prompt: { kind: "text", text },
      adapters: [],
      seed: 1,
      sampling: {
        temperature: 0,
        topP: 1,
        topK: 0,
        minP: 0,
        repeatPenalty: 1,
        seed: 1,
        maxTokens: 4,
        stopSequences: [],
      },
    },
    new AbortController().signal,
  );
  let tokens = 0;
  for await (const event of events) if (event.type === "done") tokens = event.generatedTokens;
  expect(tokens).toBeGreaterThan(0);
}

test.skipIf(!existsSync(path)).each<[string, Partial<LoadOptions>]>([
  ["two chats of 8,192 tokens", {}],
  ["one chat of 2,048 tokens", { contextTokens: 2_048, parallelChats: 1 }],
])(
  "the estimate is within 15% of what the sample model takes: %s (needs: npm run sample-model)",
  async (_, options) => {
    const { fit, memoryBytes } = await estimateAndTruth(options);
    expect(Math.abs(fit.neededBytes - memoryBytes) / memoryBytes).toBeLessThan(0.15);
  },
);
