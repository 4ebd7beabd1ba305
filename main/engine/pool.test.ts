import type { LlamaContext } from "node-llama-cpp";
import { beforeEach, expect, test } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { type Adapters, NO_ADAPTERS } from "./adapters.ts";
import type { EngineAdapter } from "./contract.ts";
import { createPool, type Lease, type Pool } from "./pool.ts";
import type { Sequence } from "./sequence.ts";

/** A context of a test: which adapters act in it, and whether it is still there. */
interface Fake {
  set: string;
  isGone: boolean;
}

let contexts: Fake[];
let memoryFor: number;
let pool: Pool;
beforeEach(() => {
  contexts = [];
  memoryFor = 9;
  pool = createPool({
    sequences: 2,
    first: newContext(),
    createContext: () =>
      contexts.filter((context) => !context.isGone).length < memoryFor
        ? Promise.resolve(newContext())
        : Promise.reject(new AppError("NOT_ENOUGH_MEMORY", "", { model: "", neededBytes: 1, freeBytes: 0 })),
    createSequence: (context) => newSequence(context),
    adapters: fakeAdapters,
    fingerprint: ({ name }) => name,
    states: null,
    warn: (what) => {
      throw new Error(what);
    },
  });
});

function newContext(): LlamaContext {
  const context: Fake & { dispose(): Promise<void> } = {
    set: "",
    isGone: false,
    dispose() {
      context.isGone = true;
      return Promise.resolve();
    },
  };
  contexts.push(context);
  return context as unknown as LlamaContext;
}

/** A sequence that only remembers what it was given. */
function newSequence(context: LlamaContext): Sequence {
  const tokens: number[] = [];
  const clear = () => Promise.resolve(void tokens.splice(0));
  return { context, tokens, batches: [], clear } as unknown as Sequence;
}

const fakeAdapters: Adapters = {
  load: (adapters) => {
    const uses = adapters.map(({ path, scale }) => ({ sha256: path, scale })).filter(({ scale }) => scale !== 0);
    if (uses.length === 0) return Promise.resolve(NO_ADAPTERS);
    return Promise.resolve({ name: JSON.stringify(uses), uses });
  },
  use: (context, { name }) => void ((context as unknown as Fake).set = name),
};

const voice = (scale: number): EngineAdapter[] => [{ path: "voice", scale }];

/** What an answer leaves behind. */
async function write(key: string, adapters: EngineAdapter[], token: number): Promise<readonly number[]> {
  const lease = await pool.lease(key, adapters, []);
  const before = [...lease.sequence.tokens];
  (lease.sequence.tokens as number[]).push(token);
  await lease.end(false);
  return before;
}

test("another strength takes effect in the context that is there", async () => {
  await write("chat", voice(1), 1);
  const lease = await pool.lease("chat", voice(0.5), []);
  expect(contexts).toHaveLength(1);
  expect(contexts[0]?.set).toBe('[{"sha256":"voice","scale":0.5}]');
  await lease.end(false);
});

test("what was computed with other adapters is never gone on with", async () => {
  await write("chat", [], 1);
  expect(await write("chat", voice(1), 2)).toEqual([]);
  expect(await write("chat", voice(0.5), 3)).toEqual([]);
});

test("with and without, each goes on from its own", async () => {
  await write("chat", [], 1);
  await write("chat", voice(1), 2);
  expect(await write("chat", [], 3)).toEqual([1]);
  expect(await write("chat", voice(1), 4)).toEqual([2]);
});

test("two chats that write at once with different adapters have a context each, and the second goes afterwards", async () => {
  const plain = await pool.lease("plain", [], []);
  const voiced = await pool.lease("voiced", voice(1), []);
  expect(contexts.map(({ set }) => set)).toEqual(["", '[{"sha256":"voice","scale":1}]']);
  await voiced.end(false);
  await plain.end(false);
  await write("plain", [], 1);
  expect(contexts.map(({ isGone }) => isGone)).toEqual([false, true]);
});

test("two chats with the same adapters share a context", async () => {
  const one = await pool.lease("one", voice(1), []);
  const two = await pool.lease("two", voice(1), []);
  expect(contexts).toHaveLength(1);
  expect(two.sequence).not.toBe(one.sequence);
});

test("without memory for a second context it waits for the first", async () => {
  memoryFor = 1;
  const plain = await pool.lease("plain", [], []);
  let voiced: Lease | null = null;
  const waiting = pool.lease("voiced", voice(1), []).then((lease) => (voiced = lease));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(voiced).toBeNull();
  await plain.end(false);
  await waiting;
  expect(contexts.map(({ set }) => set)).toEqual(['[{"sha256":"voice","scale":1}]']);
});
