import { describe, expect, it } from "vitest";
import { actsInFields, capsOf, chordOf, parseChord } from "./chord.ts";
import type { KeyPress } from "./chord.ts";

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over };
}

describe("the shortcut of a key press", () => {
  it("names letters as their caps do, whatever Shift wrote", () => {
    expect(chordOf(press("k", { ctrlKey: true }), false)).toBe("Ctrl+K");
    expect(chordOf(press("F", { ctrlKey: true, shiftKey: true }), false)).toBe("Ctrl+Shift+F");
    expect(chordOf(press("Enter", { ctrlKey: true, shiftKey: true }), false)).toBe("Ctrl+Shift+Enter");
  });

  it("takes Cmd for Ctrl on a Mac and leaves Ctrl alone there", () => {
    expect(chordOf(press("k", { metaKey: true }), true)).toBe("Ctrl+K");
    expect(chordOf(press("k", { ctrlKey: true }), true)).toBeNull();
    expect(chordOf(press("k", { metaKey: true }), false)).toBeNull();
  });

  it("means a sign by what it writes, also where it needs Shift", () => {
    expect(chordOf(press("/", { ctrlKey: true, shiftKey: true, code: "Digit7" }), false)).toBe("Ctrl+/");
    expect(chordOf(press("/", { shiftKey: true }), false)).toBe("/");
    expect(chordOf(press("&", { ctrlKey: true, code: "Digit1" }), false)).toBe("Ctrl+1");
    expect(chordOf(press(".", { ctrlKey: true }), false)).toBe("Ctrl+.");
  });

  it("finds Alt N on a keyboard whose Alt N writes a dead tilde", () => {
    expect(chordOf(press("Dead", { altKey: true, code: "KeyN" }), true)).toBe("Alt+N");
  });

  it("is nothing for a modifier alone or a dead key", () => {
    for (const key of ["Control", "Shift", "Dead", "Process"]) expect(chordOf(press(key), false)).toBeNull();
  });
});

describe("reading a shortcut", () => {
  it("brings it into one form", () => {
    expect(parseChord("shift+ctrl+enter")).toBe("Ctrl+Shift+Enter");
    expect(parseChord("ctrl + k")).toBe("Ctrl+K");
    expect(parseChord("alt+down")).toBe("Alt+Down");
    expect(parseChord("+")).toBe("+");
  });

  it("refuses what is none", () => {
    for (const text of ["", "Ctrl+", "Ctrl+Shift", "Hyper+K"]) expect(parseChord(text)).toBeNull();
  });
});

it("shows the caps in the words of the system", () => {
  expect(capsOf("Ctrl+Shift+Enter", false)).toEqual(["Ctrl", "Shift", "Enter"]);
  expect(capsOf("Ctrl+K", true)).toEqual(["⌘", "K"]);
  expect(capsOf("Alt+Down", false)).toEqual(["Alt", "↓"]);
  expect(capsOf("Ctrl++", false)).toEqual(["Ctrl", "+"]);
});

it("lets a shortcut act inside a field only when it writes nothing there", () => {
  expect(["Ctrl+K", "Alt+N", "Esc", "F6", "Shift+F6"].map(actsInFields)).toEqual([true, true, true, true, true]);
  expect(["/", "J", "Shift+A", "Enter", "Up"].map(actsInFields)).toEqual([false, false, false, false, false]);
});
