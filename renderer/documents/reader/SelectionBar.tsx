import { useEffect, useState } from "react";
import type { ReadingPart } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { CopyCited } from "./CopyCited.tsx";
import { type Selected, selectedOn } from "./selection.ts";
import type { Opened } from "./use-opened.ts";
import "./notes.css";

export interface SelectionBarProps {
  opened: Opened;
  onHighlight: (parts: readonly ReadingPart[]) => void;
  onNote: (parts: readonly ReadingPart[]) => void;
}

/** Who drags over words wants to see what can be done with all of them. */
const PAUSE_MS = 150;

/** Under the pages while words of them are selected: what can be done with them. */
export function SelectionBar({ opened, onHighlight, onNote }: SelectionBarProps) {
  const t = useText();
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setSelected(selectedOn(document.getSelection())), PAUSE_MS);
    };
    document.addEventListener("selectionchange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", look);
    };
  }, []);
  if (selected === null) return null;
  const act = (what: (parts: readonly ReadingPart[]) => void) => () => {
    what(selected.parts);
    document.getSelection()?.removeAllRanges();
  };
  const reason = opened.sha256 === null ? t("reader.mark.reading") : undefined;
  return (
    // A press must not take the selection away that it is about.
    <div className="selection-bar" role="group" aria-label={t("reader.selection")} onMouseDown={keepSelection}>
      <span className="grow cut">{selected.text}</span>
      <Button kind="quiet" size="sm" icon="pen" reason={reason} onClick={act(onHighlight)}>
        {t("reader.mark")}
      </Button>
      <Button kind="quiet" size="sm" icon="plus" reason={reason} onClick={act(onNote)}>
        {t("reader.note.add")}
      </Button>
      <CopyCited opened={opened} text={selected.text} parts={selected.parts} />
    </div>
  );
}

function keepSelection(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
