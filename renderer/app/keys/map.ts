import type { TextKey } from "../texts.ts";
import { isKeptByBrowser } from "./chord.ts";
import type { Chord } from "./chord.ts";

interface KeyEntry {
  id: string;
  label: TextKey;
  chord: Chord;
  /** Where a browser keeps the usual one for itself. */
  inBrowser?: Chord;
}

/** Every shortcut that can be changed, in the order of the page that lists them. Rooms bring the actions themselves. */
export const keyMap = [
  { id: "palette", label: "keys.palette", chord: "Ctrl+K" },
  { id: "new", label: "keys.new", chord: "Ctrl+N", inBrowser: "Alt+N" },
  { id: "change-model", label: "keys.changeModel", chord: "Ctrl+L" },
  { id: "focus-composer", label: "keys.focusComposer", chord: "/" },
  { id: "stop", label: "keys.stop", chord: "Esc" },
  { id: "again", label: "keys.again", chord: "Ctrl+Shift+Enter" },
  { id: "find", label: "keys.find", chord: "Ctrl+F" },
  { id: "search-all", label: "keys.searchAll", chord: "Ctrl+Shift+F" },
  { id: "add", label: "keys.add", chord: "Ctrl+O" },
  { id: "undo", label: "keys.undo", chord: "Ctrl+Z" },
  { id: "next-item", label: "keys.nextItem", chord: "Alt+Down" },
  { id: "previous-item", label: "keys.previousItem", chord: "Alt+Up" },
  { id: "next-finding", label: "keys.nextFinding", chord: "F8" },
  { id: "previous-finding", label: "keys.previousFinding", chord: "Shift+F8" },
  { id: "toggle-list", label: "keys.toggleList", chord: "Ctrl+B" },
  { id: "toggle-inspector", label: "keys.toggleInspector", chord: "Ctrl+." },
  { id: "next-region", label: "keys.nextRegion", chord: "F6" },
  { id: "previous-region", label: "keys.previousRegion", chord: "Shift+F6" },
  { id: "go-chat", label: "keys.goChat", chord: "Ctrl+1" },
  { id: "go-documents", label: "keys.goDocuments", chord: "Ctrl+2" },
  { id: "go-training", label: "keys.goTraining", chord: "Ctrl+3" },
  { id: "go-models", label: "keys.goModels", chord: "Ctrl+4" },
  { id: "go-settings", label: "keys.goSettings", chord: "Ctrl+," },
  { id: "all-keys", label: "keys.allKeys", chord: "Ctrl+/" },
] as const satisfies readonly KeyEntry[];

export type ActionId = (typeof keyMap)[number]["id"];

/** What the keyboard does where it always does so; listed beside the others, not changed. */
export const fixedKeys = [
  { label: "keys.send", chord: "Enter" },
  { label: "keys.newLine", chord: "Shift+Enter" },
  { label: "keys.editLast", chord: "Up" },
  { label: "keys.versions", chord: "Left" },
  { label: "keys.closeOpen", chord: "Esc" },
] as const satisfies readonly { label: TextKey; chord: Chord }[];

export type KeyChoices = Readonly<Record<string, Chord | null>>;

/** The shortcut of an action: what the user chose, else the usual one of this kind of window; null without any. */
export function chordFor(id: string, choices: KeyChoices, inBrowser: boolean): Chord | null {
  const chosen = choices[id];
  if (chosen !== undefined) return chosen;
  return usualChord(id, inBrowser);
}

export function usualChord(id: string, inBrowser: boolean): Chord | null {
  const entry: KeyEntry | undefined = keyMap.find((one) => one.id === id);
  if (entry === undefined) return null;
  return inBrowser && isKeptByBrowser(entry.chord) ? (entry.inBrowser ?? null) : entry.chord;
}

/** Who else has this shortcut; "stop" shares Esc with everything that closes. */
export function conflictOf(id: string, chord: Chord, choices: KeyChoices, inBrowser: boolean): ActionId | null {
  return keyMap.find((one) => one.id !== id && chordFor(one.id, choices, inBrowser) === chord)?.id ?? null;
}
