import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isReachable, readWindowState, writeWindowState } from "./window-state.ts";

const folder = mkdtempSync(join(tmpdir(), "cloister-window-"));
const file = join(folder, "window.json");
const state = { x: -5, y: 10, width: 900, height: 700, maximized: true };
const screen = { x: 0, y: 0, width: 1_920, height: 1_080 };

afterAll(() => rmSync(folder, { recursive: true }));

describe("where the window was", () => {
  it("is remembered", () => {
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
  });

  it("is forgotten when the file is not ours to understand", () => {
    for (const content of ["", "{", "[]", '{"x":1}', JSON.stringify({ ...state, width: 1e9 })]) {
      writeFileSync(file, content);
      expect(readWindowState(file)).toBeNull();
    }
    expect(readWindowState(join(folder, "none.json"))).toBeNull();
  });

  it("stops nothing when it cannot be written", () => {
    expect(() => writeWindowState(join(folder, "none/window.json"), state)).not.toThrow();
  });
});

describe("a window on screens that changed", () => {
  it("is reachable while enough of it can be dragged", () => {
    expect(isReachable({ x: 100, y: 100, width: 800, height: 600 }, [screen])).toBe(true);
    expect(isReachable({ x: 1_800, y: 100, width: 800, height: 600 }, [screen])).toBe(true);
    expect(isReachable({ x: 2_000, y: 0, width: 800, height: 600 }, [screen, { ...screen, x: 1_920 }])).toBe(true);
  });

  it("is not, outside of every screen or with its bar above one", () => {
    expect(isReachable({ x: 2_500, y: 100, width: 800, height: 600 }, [screen])).toBe(false);
    expect(isReachable({ x: 100, y: -50, width: 800, height: 600 }, [screen])).toBe(false);
    expect(isReachable({ x: 100, y: 1_050, width: 800, height: 600 }, [screen])).toBe(false);
    expect(isReachable({ x: 0, y: 0, width: 800, height: 600 }, [])).toBe(false);
  });
});
