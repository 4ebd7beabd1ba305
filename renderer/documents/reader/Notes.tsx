import type { Mark } from "#main/documents/reader/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { NoteItem } from "./NoteItem.tsx";
import type { Marks } from "./use-marks.ts";
import type { Opened } from "./use-opened.ts";
import "./notes.css";

export interface NotesProps {
  opened: Opened;
  marks: Marks;
  /** In sight. */
  page: number;
  /** The one whose note is being written; null: none. */
  editedId: string | null;
  onEdit: (markId: string | null) => void;
  onGoTo: (mark: Mark) => void;
}

/** What was highlighted and noted in the document, each the way to its place. */
export function Notes({ opened, marks, page, editedId, onEdit, onGoTo }: NotesProps) {
  const t = useText();
  return (
    <section className="sect notes" aria-label={t("reader.notes")}>
      <div className="row">
        <h3>{t("reader.notes")}</h3>
        {opened.pages.length > 0 && (
          <Button
            kind="text"
            size="sm"
            icon="plus"
            reason={opened.sha256 === null ? t("reader.mark.reading") : undefined}
            onClick={() => marks.add([{ page, start: 0, end: 0 }], (mark) => onEdit(mark.id))}
          >
            {opened.pages.length > 1 ? t("reader.note.onPage", { page }) : t("reader.note.add")}
          </Button>
        )}
      </div>
      {marks.all.length === 0 && <p className="tiny t2">{t("reader.notes.none")}</p>}
      <ul>
        {marks.all.map((mark) => (
          <NoteItem
            key={mark.id}
            mark={mark}
            change={mark.isMoved ? "moved" : mark.sha256 === opened.sha256 ? null : "unplaced"}
            isEdited={mark.id === editedId}
            onGoTo={() => onGoTo(mark)}
            onEdit={() => onEdit(mark.id)}
            onSave={(note) => {
              onEdit(null);
              if (note === "" && mark.text === "") marks.remove(mark);
              else if (note !== mark.note) marks.setNote(mark, note);
            }}
            onRemove={() => marks.remove(mark)}
          />
        ))}
      </ul>
    </section>
  );
}
