import { describe, expect, test } from "vitest";
import { FIXTURES, readFixture } from "./fixture.ts";
import { llamaLogits, meanLoss } from "./llama-reference.ts";

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
    expect(Math.abs(meanLoss(logits, ids, targets) - loss)).toBeLessThan(tolerance);
  });
});
