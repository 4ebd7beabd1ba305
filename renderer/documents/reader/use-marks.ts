import { useMemo } from "react";
import type { Mark, ReaderNow } from "#main/documents/reader/contract.ts";
import type { ReadingPart } from "#renderer/app/reading.ts";
import { errorText, t } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";

/** Highlights and notes of the document that is read. */
export interface Marks {
  readonly all: readonly Mark[];
  /** `then` comes once it is kept. What cannot be marked is said. */
  readonly add: (parts: readonly ReadingPart[], then?: (mark: Mark) => void) => void;
  readonly setNote: (mark: Mark, note: string) => void;
  /** With undo; a mark in which there is nothing yet goes without a word. */
  readonly remove: (mark: Mark) => void;
}

/** `sha256`: of the file as it was opened; null: nothing can be marked yet. */
export function useMarks(documentId: string, sha256: string | null, now: ReaderNow | null): Marks {
  const { reader } = useClient().documents;
  const all = now?.marks ?? NO_MARKS;
  return useMemo(
    () => ({
      all,
      add(parts, then) {
        if (sha256 === null) return;
        reader
          .addMark({ documentId, sha256, parts: [...parts], note: "" })
          .then(then)
          .catch(sayFailed);
      },
      setNote({ id }, note) {
        reader.changeNote({ markId: id, note }).catch(sayFailed);
      },
      remove({ id, text, note }) {
        const undo = () => void reader.restoreMark({ markId: id }).catch(sayFailed);
        const isEmpty = text === "" && note === "";
        reader
          .removeMark({ markId: id })
          .then(() => {
            if (!isEmpty) toast(t("reader.mark.removed"), { undo });
          })
          .catch(sayFailed);
      },
    }),
    [reader, documentId, sha256, all],
  );
}

const NO_MARKS: readonly Mark[] = [];

function sayFailed(error: unknown): void {
  toast(t(...errorText(toErrorShape(error))));
}
