import { expect, it, onTestFinished } from "vitest";
import { DEFAULT_LOAD_OPTIONS } from "#main/models/load-options.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { type PreparedEngine, prepareEngine, startEngine } from "./start.ts";
import { ask, chat, writeTinyModel } from "./testing.ts";

const childHost = createNodeChildHost();

async function load(prepared: PreparedEngine) {
  const engine = await startEngine({
    childHost,
    modelName: "Ada",
    load: {
      path: await writeTinyModel({ says: ["Yes", "."] }),
      options: { ...DEFAULT_LOAD_OPTIONS, backend: "cpu", ignoreMemoryCheck: true },
      modelFingerprint: "ada",
      kvStates: null,
      maxThreads: 1,
    },
    onProgress: () => undefined,
    signal: new AbortController().signal,
    prepared,
  });
  onTestFinished(() => engine.kill());
  return engine;
}

it("loads a model into a child that was prepared before there was one, and into a new one when that has died", async () => {
  const prepared = prepareEngine(childHost, "cpu");
  await prepared.ready;
  const engine = await load(prepared);
  expect(engine.pid).toBe(prepared.child.supervised.pid);
  expect((await ask(engine.client, chat("Well?"))).text).toBe("Yes.");

  const dead = prepareEngine(childHost, "cpu");
  dead.kill();
  await dead.child.supervised.exit;
  expect((await load(dead)).pid).not.toBe(dead.child.supervised.pid);
});
