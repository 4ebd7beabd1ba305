import { useState, type ClipboardEvent, type DragEvent } from "react";
import { useText } from "#renderer/app/texts.ts";
import { longIn, toPasted, type Draft } from "./pasted.ts";

/** What a field does with a long text that is pasted or dropped on it: it goes above the field, and `said` tells it to be read out. */
export function usePasting(onDraft: (change: (now: Draft) => Draft) => void) {
  const t = useText();
  const [said, setSaid] = useState("");
  const take = (text: string, from: number, to: number) => {
    const one = toPasted(text);
    setSaid(t("chat.pasted.kept", { words: one.words }));
    onDraft(({ typed, pasted }) => ({ typed: typed.slice(0, from) + typed.slice(to), pasted: [...pasted, one] }));
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const text = longIn(event.clipboardData);
    if (text === null) return;
    event.preventDefault();
    // As a paste does, it takes the place of what is selected.
    take(text, event.currentTarget.selectionStart, event.currentTarget.selectionEnd);
  };
  const onDrop = (event: DragEvent<HTMLTextAreaElement>) => {
    const text = longIn(event.dataTransfer);
    if (text === null) return;
    event.preventDefault();
    take(text, 0, 0);
    event.currentTarget.focus();
  };
  return { said, onPaste, onDrop };
}
