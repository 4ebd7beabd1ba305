import { describe, expect, it } from "vitest";
import { itemFor } from "./menu-keys.ts";

const names = ["Qwen3 8B", "Gemma 3 12B", "Llama 3.1 8B", "Gemma 3 270M"];

describe("keys in a menu", () => {
  it("goes round with the arrows", () => {
    expect(itemFor("ArrowDown", 3, names, "")?.index).toBe(0);
    expect(itemFor("ArrowUp", 0, names, "")?.index).toBe(3);
    expect(itemFor("ArrowDown", -1, names, "")?.index).toBe(0);
    expect(itemFor("ArrowUp", -1, names, "")?.index).toBe(3);
    expect(itemFor("End", 0, names, "")?.index).toBe(3);
  });

  it("finds by the first letters, the next one each time", () => {
    expect(itemFor("g", 0, names, "")).toEqual({ index: 1, typed: "g" });
    expect(itemFor("g", 1, names, "")?.index).toBe(3);
    expect(itemFor("l", 0, names, "l")).toEqual({ index: 2, typed: "ll" });
    expect(itemFor(" ", 1, names, "gemma")).toEqual({ index: 1, typed: "gemma " });
  });

  it("leaves Enter, the space bar and unknown letters alone", () => {
    expect(itemFor("Enter", 0, names, "")).toBeNull();
    expect(itemFor(" ", 0, names, "")).toBeNull();
    expect(itemFor("z", 0, names, "")).toBeNull();
    expect(itemFor("ArrowDown", 0, [], "")).toBeNull();
  });
});
