import { describe, expect, it } from "vitest";
import { match, matching } from "./match.ts";

describe("what the palette finds", () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));

  it("keeps the order of the list while nothing is typed", () => {
    expect(matching(named("Chat", "Models", "Settings"), "", 2).map((item) => item.name)).toEqual(["Chat", "Models"]);
  });

  it("puts a name that begins with it before one that holds it", () => {
    const found = matching(named("Unload all models", "The old model", "Models"), "mod", 9);
    expect(found.map((item) => item.name)).toEqual(["Models", "Unload all models", "The old model"]);
  });

  it("needs every word, in any order and any case", () => {
    expect(match("Discharge letter, Mr Brandt", "BRANDT disch")).toBeGreaterThan(0);
    expect(match("Discharge letter, Mr Brandt", "brandt note")).toBe(0);
  });
});
