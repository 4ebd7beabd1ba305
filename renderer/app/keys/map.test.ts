import { describe, expect, it } from "vitest";
import { parseChord } from "./chord.ts";
import { chordFor, conflictOf, keyMap, usualChord } from "./map.ts";

describe("the key map", () => {
  it("has no two actions on one key, in a window and in a browser", () => {
    for (const inBrowser of [false, true]) {
      const chords = keyMap.map((entry) => usualChord(entry.id, inBrowser));
      expect(new Set(chords).size).toBe(chords.length);
    }
  });

  it("keeps every shortcut in the one form that key presses have", () => {
    for (const entry of keyMap) expect(parseChord(entry.chord)).toBe(entry.chord);
  });

  it("gives another key where a browser keeps the usual one", () => {
    expect(usualChord("new", false)).toBe("Ctrl+N");
    expect(usualChord("new", true)).toBe("Alt+N");
  });

  it("lets the user choose, or switch one off", () => {
    expect(chordFor("palette", { palette: "Ctrl+P" }, false)).toBe("Ctrl+P");
    expect(chordFor("palette", { palette: null }, false)).toBeNull();
    expect(chordFor("palette", {}, false)).toBe("Ctrl+K");
  });

  it("tells who has a key already, after all choices", () => {
    expect(conflictOf("find", "Ctrl+K", {}, false)).toBe("palette");
    expect(conflictOf("find", "Ctrl+K", { palette: "Ctrl+P" }, false)).toBeNull();
    expect(conflictOf("palette", "Ctrl+K", {}, false)).toBeNull();
  });
});
