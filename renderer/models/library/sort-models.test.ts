import { describe, expect, it } from "vitest";
import { aModel } from "../testing/a-model.ts";
import { sortModels } from "./sort-models.ts";

const small = aModel({ id: "s", name: "Small", sizeBytes: 1, tokensPerSecond: 50 });
const large = aModel({
  id: "l",
  name: "Large",
  sizeBytes: 9,
  fit: { state: "too-large", neededBytes: 9, freeBytes: 1 },
});
const middle = aModel({ id: "m", name: "Middle", sizeBytes: 5, tokensPerSecond: 10 });
const order = (...args: Parameters<typeof sortModels>) =>
  sortModels(...args)
    .map((model) => model.id)
    .join("");

describe("the order of models", () => {
  it("goes by name, size and fit, up and down", () => {
    expect(order([small, large, middle], "name", false)).toBe("lms");
    expect(order([small, large, middle], "size", true)).toBe("lms");
    expect(order([large, small], "fit", true)).toBe("sl");
  });

  it("counts in names: 8B comes before 12B", () => {
    const twelve = aModel({ id: "12", name: "Qwen 12B" });
    const eight = aModel({ id: "8", name: "Qwen 8B" });
    expect(order([twelve, eight], "name", false)).toBe("812");
  });

  it("puts favourites first, in the same order among themselves", () => {
    const favourites = [
      aModel({ id: "z", name: "Zeta", isFavourite: true }),
      aModel({ id: "y", name: "Ypsilon", isFavourite: true }),
    ];
    expect(order([small, ...favourites, large], "name", false)).toBe("yzls");
    expect(order([small, ...favourites, large], "name", true)).toBe("zysl");
  });

  it("puts what was not measured last, whichever way", () => {
    expect(order([large, middle, small], "speed", true)).toBe("sml");
    expect(order([large, middle, small], "speed", false)).toBe("msl");
  });
});
