import type { ReactNode } from "react";
import { useEffect, useMemo } from "react";
import { KeyCapsContext } from "#renderer/ui/keys-context.ts";
import { useActions } from "../actions/registry.ts";
import { useHost, useSettings } from "../state/settings.ts";
import { actsInFields, capsOf, chordOf } from "./chord.ts";
import { chordFor } from "./map.ts";
import type { KeyChoices } from "./map.ts";

const none: KeyChoices = {};

/** Which keys stand for what, in this window and as the user chose. */
export function useKeyChoices(): { choices: KeyChoices; inBrowser: boolean; mac: boolean } {
  const choices = useSettings((settings) => settings.keys) ?? none;
  const host = useHost();
  const mac = /mac/i.test(navigator.platform);
  return { choices, inBrowser: host?.kind !== "desktop", mac };
}

/** Runs the actions of pressed keys, and tells every tooltip and menu which keys those are. */
export function Keyboard({ children }: { children: ReactNode }) {
  const { choices, inBrowser, mac } = useKeyChoices();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Keys that compose a letter belong to the input method, Enter and Esc above all.
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
      const chord = chordOf(event, mac);
      if (chord === null) return;
      if (!actsInFields(chord) && isEditable(event.target)) return;
      const action = useActions.getState().actions.findLast((one) => chordFor(one.id, choices, inBrowser) === chord);
      if (action === undefined) return;
      // Esc closes what is open first, and a dialog stands in front of everything but the palette.
      if (chord === "Esc" && document.querySelector(":popover-open:not(.tip, .toast), dialog[open]") !== null) return;
      if (document.querySelector("dialog[open]") !== null && action.id !== "palette") return;
      // Undo of typing belongs to the field one types in; an empty one has nothing to give back.
      if (action.id === "undo" && isEditable(event.target) && textOf(event.target) !== "") return;
      event.preventDefault();
      action.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [choices, inBrowser, mac]);

  const caps = useMemo(
    () => ({
      caps(actionId: string) {
        const chord = chordFor(actionId, choices, inBrowser);
        return chord === null ? null : capsOf(chord, mac);
      },
    }),
    [choices, inBrowser, mac],
  );
  return <KeyCapsContext value={caps}>{children}</KeyCapsContext>;
}

function textOf(target: EventTarget | null): string {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement ? target.value : "?";
}

/** Where keys write text. */
export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type);
}
