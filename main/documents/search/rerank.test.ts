import { expect, test } from "vitest";
import { createLog } from "#main/lib/log.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { DocumentEngines } from "../engines.ts";
import type { Found } from "../index/searching.ts";
import { rerank, RERANKED } from "./rerank.ts";

const log = createLog({ level: "silent" });

function found(key: number, text: string): Found {
  return {
    ...{ key, documentId: "d", sha256: "s", parts: [], section: "", text, tokens: 3 },
    ...{ score: 1 / key, similarity: null, copies: [] },
  };
}

/** An engine that likes long texts. */
const engines: DocumentEngines = {
  acquire: () =>
    Promise.resolve({
      ...{ modelName: "Ranks", modelFingerprint: "ranks" },
      client: {
        embed: () => Promise.reject(new Error("It makes no vectors")),
        countTokens: () => Promise.resolve([]),
        rank: (_: string, texts: string[]) => Promise.resolve(texts.map((text) => text.length / 100)),
      },
      [Symbol.dispose]: () => undefined,
    }),
};

const request = (passages: Found[], signal = new AbortController().signal) => ({
  ...{ engines, modelId: "ranks", question: "?", passages, log, signal },
});

test("the first passages stand as the model ranks them, those below as they were", async () => {
  const first = Array.from({ length: RERANKED }, (_, at) => found(at + 1, "x".repeat(at + 1)));
  const { passages, by, problem } = await rerank(request([...first, found(98, "xx"), found(99, "x".repeat(90))]));
  expect(passages.map(({ key }) => key)).toEqual([...first.map(({ key }) => key).reverse(), 98, 99]);
  expect(passages[0]?.score).toBeCloseTo(RERANKED / 100);
  expect([by, problem]).toEqual(["Ranks", null]);
});

test("where the model cannot be used they stand as they were, and why is said", async () => {
  const passages = [found(1, "a"), found(2, "bb")];
  const failing = (error: Error) => ({ ...request(passages), engines: { acquire: () => Promise.reject(error) } });
  const gone = new AppError("MODEL_NOT_FOUND", "Gone.", { model: "Ranks", path: "/ranks.gguf" });
  expect(await rerank(failing(gone))).toMatchObject({ passages, problem: { code: "MODEL_NOT_FOUND" } });
  expect(await rerank(failing(new Error("broken")))).toMatchObject({ passages, problem: { code: "INTERNAL" } });
});

test("whoever takes the question back gets no passages in another order", async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(rerank(request([found(1, "a")], stop.signal))).rejects.toThrow("abort");
});
