import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { FIXTURES, readFixture } from "./fixture.ts";
import { llamaLogits, lossesOf, meanOf } from "./llama-reference.ts";
import { readWikitext } from "./wikitext.ts";

/** Both compute in F32 and sum in another order; logits go up to 10. */
const TOLERANCE = 1e-4;
/** ggml looks GELU up in a table of F16. With the same rounding PyTorch is within 3e-5 of llama.cpp, without it within this. */
const GELU_TOLERANCE = 5e-3;

describe.each(FIXTURES)("the fixture %s", (name) => {
  const fixture = readFixture(name);
  const { ids, targets } = fixture.example;
  const tolerance = fixture.architecture === "gemma3" ? GELU_TOLERANCE : TOLERANCE;

  test.each([
    { side: "base", adapter: {}, loss: fixture.baseLoss },
    { side: "lora", adapter: { adapter: fixture.adapter }, loss: fixture.loss },
  ])("has PyTorch's logits and loss in llama.cpp too: $side", async ({ side, adapter, loss }) => {
    const logits = await llamaLogits(fixture.model, ids, adapter);
    const words = logits.length / ids.length;
    const expected = fixture.tensor(`logits.${side}`);
    expect(expected.shape).toEqual([words, fixture.logitRows.length]);
    const differences = fixture.logitRows.flatMap((row, index) =>
      [...logits.subarray(row * words, (row + 1) * words)].map((value, word) =>
        Math.abs(value - (expected.values[index * words + word] ?? NaN)),
      ),
    );
    expect(Math.max(...differences)).toBeLessThan(tolerance);
    const losses = lossesOf(logits, ids);
    const mean = meanOf([...targets].map((target) => losses[target] ?? NaN));
    expect(Math.abs(mean - loss)).toBeLessThan(tolerance);
  });
});

/** Enough to see that the file is what was measured; all 512 take a gigabyte. */
const SOME_TOKENS = 96;

describe.skipIf(!existsSync(sampleModelPath()))("WikiText's beginning (needs: npm run sample-model)", () => {
  test.each(["special", "plain"] as const)("has the losses in llama.cpp that are written down: %s", async (reading) => {
    const { ids, tokenLosses } = readWikitext()[reading];
    const some = Int32Array.from(ids.slice(0, SOME_TOKENS));
    const losses = lossesOf(await llamaLogits(sampleModelPath(), some), some);
    // Weights of K types are multiplied by activations rounded to 8 bits: another processor's order of sums changes which way.
    // Up to 0.025 was seen between two makes of processor; another text or file is off by whole nats.
    expect(Math.abs(meanOf(losses) - meanOf(tokenLosses.slice(0, losses.length)))).toBeLessThan(0.05);
  });
});
