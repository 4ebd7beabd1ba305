/**
 * A shortcut as it is kept: modifiers in the order Ctrl, Alt, Shift, then the key's name ("Ctrl+Shift+Enter", "F6", "/").
 * Ctrl stands for Cmd on a Mac, so that one map serves all.
 */
export type Chord = string;

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const MODIFIERS = ["Ctrl", "Alt", "Shift"] as const;
const names: Record<string, string> = {
  " ": "Space",
  Escape: "Esc",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};
const bare = new Set([
  "Control",
  "Meta",
  "Alt",
  "Shift",
  "AltGraph",
  "Dead",
  "Unidentified",
  "Process",
  "CapsLock",
  "",
]);

/** The shortcut of a key press; null for modifiers alone and keys without a meaning. */
export function chordOf(press: KeyPress, mac: boolean): Chord | null {
  if (bare.has(press.key) && !(press.altKey && /^Key[A-Z]$/.test(press.code))) return null;
  const ctrl = mac ? press.metaKey : press.ctrlKey;
  // On a Mac the Ctrl key is no shortcut's modifier, elsewhere the system's key is none.
  if (mac ? press.ctrlKey : press.metaKey) return null;
  const key = keyName(press);
  // Signs that need Shift on some layouts ("/" on a German one) are meant by what they write.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  const held = [ctrl, press.altKey, press.shiftKey && !isSign];
  return [...MODIFIERS.filter((_, index) => held[index]), key].join("+");
}

function keyName({ key, code, altKey, ctrlKey, metaKey, shiftKey }: KeyPress): string {
  // Alt writes other letters on a Mac (Alt N is a dead tilde), and a French layout has signs where digits are meant.
  if (altKey && /^Key[A-Z]$/.test(code)) return code.slice(3);
  if ((ctrlKey || metaKey || altKey) && !shiftKey && /^Digit[0-9]$/.test(code)) return code.slice(5);
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** Brings a shortcut that was read from somewhere into the form it is kept in; null when it is none. */
export function parseChord(text: string): Chord | null {
  const parts = text.trim() === "+" ? ["+"] : text.split("+").map((part) => part.trim());
  const key = parts.pop();
  if (key === undefined || key === "") return null;
  const given = parts.map((part) => MODIFIERS.find((name) => name.toLowerCase() === part.toLowerCase()));
  if (given.includes(undefined) || MODIFIERS.some((name) => name.toLowerCase() === key.toLowerCase())) return null;
  const known = Object.values(names).find((name) => name.toLowerCase() === key.toLowerCase());
  return [
    ...MODIFIERS.filter((name) => given.includes(name)),
    known ?? key.charAt(0).toUpperCase() + key.slice(1),
  ].join("+");
}

const macSigns: Record<string, string> = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };
const signs: Record<string, string> = { Up: "↑", Down: "↓", Left: "←", Right: "→" };

/** The caps of a shortcut, in the words of the system. */
export function capsOf(chord: Chord, mac: boolean): string[] {
  const key = chord.endsWith("++") ? "+" : (chord.split("+").at(-1) ?? chord);
  const modifiers = MODIFIERS.filter((name) => chord.startsWith(`${name}+`) || chord.includes(`+${name}+`));
  return [...modifiers.map((name) => (mac ? (macSigns[name] ?? name) : name)), signs[key] ?? key];
}

/** Shortcuts without Ctrl or Alt write something, so they act only outside fields; Esc and the F keys write nothing. */
export function actsInFields(chord: Chord): boolean {
  return chord.startsWith("Ctrl+") || chord.startsWith("Alt+") || /(^|\+)(Esc|F[0-9]{1,2})$/.test(chord);
}

/** What a browser keeps for itself, so that no page can have it. */
const kept = new Set([
  "Ctrl+N",
  "Ctrl+T",
  "Ctrl+W",
  "Ctrl+Shift+N",
  "Ctrl+Shift+T",
  "Ctrl+Shift+W",
  "Ctrl+Tab",
  "Ctrl+Shift+Tab",
]);

export function isKeptByBrowser(chord: Chord): boolean {
  return kept.has(chord);
}
