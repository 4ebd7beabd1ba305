import { expect, it } from "vitest";
import { afterEvents } from "./use-documents.ts";
import { documentLike } from "./testing/document-like.ts";

const [a, b] = [documentLike({ id: "a" }), documentLike({ id: "b" })];

it("begins with a snapshot and follows what changes, comes and goes", () => {
  expect(afterEvents(null, [{ type: "changed", document: a }])).toBeNull();
  const first = afterEvents(null, [{ type: "snapshot", documents: [a] }]);
  const then = afterEvents(first, [
    { type: "changed", document: b },
    { type: "changed", document: { ...a, state: "read" } },
  ]);
  expect([...(then?.values() ?? [])].map(({ id, state }) => [id, state])).toEqual([
    ["a", "read"],
    ["b", "waiting"],
  ]);
  expect(afterEvents(then, [{ type: "removed", documentId: "a" }])?.size).toBe(1);
  expect(first?.get("a")?.state).toBe("waiting");
});
