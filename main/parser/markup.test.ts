import { expect, test } from "vitest";
import { readFile } from "./formats/readers.ts";
import { readAll, sourceOf } from "./testing/source.ts";

test("elements a hundred thousand deep in one another are refused in words, and soon", async () => {
  const html = `<html><body>${"<div>a<b>".repeat(100_000)}`;
  const reading = readAll((source) => readFile(source), sourceOf(html, { name: "deep.html" }));
  await expect(reading).rejects.toThrow("deep.html cannot be read: its elements lie many thousands deep");
});
