import { describe, expect, it } from "vitest";
import { nearestThatFits } from "./nearest-that-fits.ts";
import { aModel } from "../testing/a-model.ts";

const tooLarge = { state: "too-large", neededBytes: 16e9, freeBytes: 9e9 } as const;

describe("the model to use instead of one that is too large", () => {
  it("is the largest one that fits", () => {
    const models = [
      aModel({ id: "24B", sizeBytes: 14e9, fit: tooLarge }),
      aModel({ id: "4B", sizeBytes: 2e9 }),
      aModel({ id: "12B", sizeBytes: 7e9, fit: { state: "tight", neededBytes: 8e9, freeBytes: 9e9 } }),
      aModel({ id: "32B", sizeBytes: 20e9 }),
      aModel({ id: "adapter", sizeBytes: 8e9, kind: "adapter" }),
    ];
    expect(nearestThatFits(models, "24B")?.id).toBe("12B");
  });

  it("is none where nothing smaller can be loaded", () => {
    const gone = aModel({
      id: "gone",
      sizeBytes: 1e9,
      problem: { code: "MODEL_NOT_FOUND", message: "", data: { model: "gone", path: "/x" } },
    });
    expect(nearestThatFits([aModel({ id: "24B", fit: tooLarge }), gone], "24B")).toBeNull();
  });
});
