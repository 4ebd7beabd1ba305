import { useEffect, useRef, useState } from "react";
import type { Mark } from "#main/documents/reader/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";

export interface NoteItemProps {
  mark: Mark;
  /** The document has changed since: its words were found again in it, or not. */
  change: "moved" | "unplaced" | null;
  isEdited: boolean;
  onGoTo: () => void;
  onEdit: () => void;
  onSave: (note: string) => void;
  onRemove: () => void;
}

/** A highlight with its words, and what was written about it. */
export function NoteItem({ mark, change, isEdited, onGoTo, onEdit, onSave, onRemove }: NoteItemProps) {
  const t = useText();
  const place = useRef<HTMLButtonElement>(null);
  const page = mark.parts[0]?.page ?? 1;
  return (
    <li>
      <button ref={place} type="button" className="note-place" onClick={onGoTo}>
        <span className={mark.text === "" ? "t2" : "read"}>
          {mark.text === "" ? t("reader.page.label", { page }) : mark.text}
        </span>
        {mark.text !== "" && <span className="tiny t3 n">{page}</span>}
      </button>
      {change === "unplaced" && <p className="tiny warn">{t("reader.mark.unplaced")}</p>}
      {change === "moved" && <p className="tiny t2">{t("reader.mark.moved")}</p>}
      {isEdited ? (
        <NoteField
          note={mark.note}
          onLeave={(note) => {
            place.current?.focus();
            onSave(note);
          }}
          onSave={onSave}
        />
      ) : (
        <>
          {mark.note !== "" && <p className="note-text">{mark.note}</p>}
          <div className="row">
            <Button kind="text" size="sm" onClick={onEdit}>
              {mark.note === "" ? t("reader.note.add") : t("reader.note.change")}
            </Button>
            <Button
              kind="text"
              size="sm"
              onClick={({ currentTarget }) => {
                focusNext(currentTarget);
                onRemove();
              }}
            >
              {t("reader.mark.remove")}
            </Button>
          </div>
        </>
      )}
    </li>
  );
}

/** The focus goes to the next of them, not to nowhere. */
function focusNext(from: HTMLElement): void {
  const item = from.closest("li");
  const next = item?.nextElementSibling ?? item?.previousElementSibling ?? from.closest(".notes");
  next?.querySelector("button")?.focus();
}

interface NoteFieldProps {
  note: string;
  /** It was ended by a key. */
  onLeave: (note: string) => void;
  /** The focus has gone elsewhere. */
  onSave: (note: string) => void;
}

/** Kept when it is left; Esc leaves it as it was. */
function NoteField({ note, onLeave, onSave }: NoteFieldProps) {
  const t = useText();
  const [text, setText] = useState(note);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEnded = useRef(false);
  useEffect(() => field.current?.focus(), []);
  return (
    <TextArea
      hideLabel
      ref={field}
      label={t("reader.note")}
      help={t("reader.note.keys")}
      rows={3}
      maxLength={20_000}
      value={text}
      onChange={setText}
      onBlur={() => {
        if (!isEnded.current) onSave(text.trim());
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        const isDone = event.key === "Enter" && !event.shiftKey;
        if (!isDone && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        isEnded.current = true;
        onLeave(isDone ? text.trim() : note);
      }}
    />
  );
}
