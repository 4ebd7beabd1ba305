import { describe, expect, it } from "vitest";
import { place } from "./place.ts";

const window = { width: 800, height: 600 };
const menu = { width: 380, height: 200 };

describe("where a menu opens", () => {
  it("lies under its button with the ends in line", () => {
    expect(place({ left: 600, right: 760, top: 10, bottom: 42 }, menu, window, "end")).toEqual({ left: 380, top: 48 });
  });

  it("stays inside the window's edges", () => {
    expect(place({ left: 0, right: 40, top: 10, bottom: 42 }, menu, window, "end").left).toBe(8);
    expect(place({ left: 780, right: 800, top: 10, bottom: 42 }, menu, window, "start").left).toBe(412);
  });

  it("goes above where there is no room below", () => {
    expect(place({ left: 100, right: 140, top: 540, bottom: 572 }, menu, window, "start").top).toBe(334);
  });
});
