import { describe, expect, it } from "vitest";
import { aModel } from "../testing/a-model.ts";
import { bestOf, orderFound } from "./order-found.ts";

const fits = (id: string, sizeBytes: number) => aModel({ id, sizeBytes });
const tight = aModel({ id: "tight", sizeBytes: 7e9, fit: { state: "tight", neededBytes: 8e9, freeBytes: 9e9 } });
const large = aModel({ id: "large", sizeBytes: 14e9, fit: { state: "too-large", neededBytes: 16e9, freeBytes: 9e9 } });
const broken = aModel({
  id: "broken",
  sizeBytes: 1e9,
  problem: { code: "MODEL_INVALID", message: "", data: { file: "x.gguf", problem: "" } },
});

describe("models found on this computer", () => {
  it("begin with the largest that fits, and end with what cannot be read", () => {
    const ordered = orderFound([broken, large, fits("small", 1e9), tight, fits("good", 5e9)]);
    expect(ordered.map((model) => model.id)).toEqual(["good", "small", "tight", "large", "broken"]);
    expect(bestOf(ordered)?.id).toBe("good");
  });

  it("recommend none where none fits without being tight", () => {
    expect(bestOf(orderFound([large, tight, broken]))).toBeNull();
    expect(bestOf([])).toBeNull();
  });
});
