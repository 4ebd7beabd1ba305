import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { type Ask, ask, chat, engineFor, engineForAll, greedy, lively } from "./testing.ts";

const PLACE = JSON.stringify({
  type: "object",
  properties: {
    city: { type: "string", maxLength: 40 },
    kind: { enum: ["capital", "town"] },
    rivers: { type: "array", items: { type: "string", maxLength: 20 }, minItems: 1, maxItems: 2 },
    founded: { oneOf: [{ type: "integer" }, { type: "null" }] },
  },
});

interface Place {
  city: string;
  kind: string;
  rivers: string[];
  founded: number | null;
}

function expectPlace(text: string): void {
  const place = JSON.parse(text) as Place;
  expect(Object.keys(place)).toEqual(["city", "kind", "rivers", "founded"]);
  expect(place.city).toBeTypeOf("string");
  expect(["capital", "town"]).toContain(place.kind);
  expect(place.rivers.length).toBeGreaterThanOrEqual(1);
  expect(place.rivers.length).toBeLessThanOrEqual(2);
  expect(place.founded === null || Number.isInteger(place.founded)).toBe(true);
}

describe("a model that says anything", () => {
  const engine = engineForAll();

  it("refuses a schema of which llama.cpp makes no grammar, in words, and goes on answering", async () => {
    const { client } = engine();
    const jsonSchema = JSON.stringify({ type: "array", items: { type: "string" }, minItems: 90_000, maxItems: 90_000 });
    await expect(ask(client, chat("Hello"), { jsonSchema })).rejects.toMatchObject({ code: "SCHEMA_UNUSABLE" });
    expect((await ask(client, chat("Hello"))).done.generatedTokens).toBeGreaterThan(0);
  });
});

const QUESTION = "The city of Paris lies on the river Seine. Answer with JSON: city, kind, rivers, founded.";

it.skipIf(!existsSync(sampleModelPath()))(
  "answers fit their schema at any temperature, with a repeat penalty and guessed ahead, and go on where they were stopped (needs: npm run sample-model)",
  async () => {
    const { client } = await engineFor(sampleModelPath());
    const answer = (more: Ask, ...written: string[]) =>
      ask(client, chat(QUESTION, ...written), {
        ...{ jsonSchema: PLACE, sampling: { ...greedy, maxTokens: 300 }, conversationKey: written.join("") },
        ...more,
      });
    const likeliest = await answer({});
    const others: Ask[] = [
      { sampling: { ...lively, temperature: 2, maxTokens: 300 }, seed: 7 },
      { drafting: { kind: "lookup", tokens: 4 } },
    ];
    for (const { text, done } of [likeliest, ...(await Promise.all(others.map((more) => answer(more))))]) {
      expectPlace(text);
      expect(text).toBe(text.trim());
      expect(done.stopReason).toBe("end");
    }
    const cut = likeliest.text.slice(0, Math.floor(likeliest.text.length / 2));
    const { text } = await answer({}, cut);
    expectPlace(cut + text);
    await expect(answer({}, "Paris is")).rejects.toMatchObject({ code: "SCHEMA_UNUSABLE" });
  },
);
