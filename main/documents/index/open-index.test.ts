import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openIndex } from "./open-index.ts";

test("every task is answered by the thread, errors with their code; what was asked before closing is done", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
  const path = join(folder, "documents.db");
  const index = openIndex(path, null);
  const set = { model: "tiny", dimensions: 2 };
  await index.begin({ id: "a", sha256: "1" });
  const text = "Rent is due.";
  const passage = { parts: [{ page: 1, start: 0, end: text.length }], section: ["Rent"], text, tokens: 4 };
  await index.addSlice({ id: "a", pages: [], passages: [passage], headings: [] });
  const [missing] = await index.missing({ ...set, limit: 1 });
  const added = index.addVectors({ ...set, vectors: [[missing?.key ?? 0, Float32Array.of(1, 0)]] });
  await expect(index.counts({ model: "tiny", dimensions: 3 })).rejects.toThrow("dimensions");
  await expect(index.begin({ id: null as never, sha256: "1" })).rejects.toMatchObject({
    code: "SQLITE_CONSTRAINT_NOTNULL",
  });
  const closing = index.close();
  await Promise.all([added, closing]);
  await expect(index.documents({})).rejects.toThrow("closed");

  const again = openIndex(path, null);
  const vector = { model: "tiny", values: Float32Array.of(1, 0) };
  const [found] = await again.search({ question: "rent", vector, documents: null, limit: 1 });
  expect(found).toMatchObject({ text, section: "Rent", similarity: 1 });
  // Every task of the thread can be asked for.
  for (const task of ["complete", "remove", "settle", "passages", "passagesOf", "page", "coverage"] as const) {
    expect(again[task]).toBeTypeOf("function");
  }
  await again.close();
  await rm(folder, { recursive: true });
});
