import { useState, type RefObject } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import type { Draft, Pasted } from "./pasted.ts";
import { PastedDialog } from "./PastedDialog.tsx";
import "./pasted.css";

export interface PastedTextsProps {
  pasted: readonly Pasted[];
  onDraft: (change: (now: Draft) => Draft) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The long texts of a message, folded, above the field: they are sent before what is typed. */
export function PastedTexts({ pasted, onDraft, field }: PastedTextsProps) {
  const t = useText();
  const [shown, setShown] = useState<Pasted | null>(null);

  const put = (one: Pasted) => {
    const { selectionStart = 0, selectionEnd = 0 } = field.current ?? {};
    onDraft(({ typed, pasted: now }) => ({
      typed: typed.slice(0, selectionStart) + one.text + typed.slice(selectionEnd),
      pasted: without(now, one),
    }));
    field.current?.focus();
  };
  const remove = (one: Pasted) => {
    const at = pasted.indexOf(one);
    onDraft((now) => ({ ...now, pasted: without(now.pasted, one) }));
    field.current?.focus();
    toast(t("chat.pasted.removed"), {
      undo: () => onDraft((now) => ({ ...now, pasted: without(now.pasted, one).toSpliced(at, 0, one) })),
    });
  };

  if (pasted.length === 0) return null;
  return (
    <>
      <ul className="pasted" aria-label={t("chat.pasted.list")}>
        {pasted.map((one) => (
          <li key={one.id}>
            <div className="pasted-what">
              <p>
                <b>{t("chat.pasted")}</b> <span className="t3 n">{t("chat.pasted.words", { words: one.words })}</span>
              </p>
              <p className="pasted-line t2" dir="auto">
                {one.firstLine}
              </p>
            </div>
            <div className="pasted-does">
              <Button
                kind="quiet"
                size="sm"
                aria-label={t("chat.pasted.show.of", { line: one.firstLine })}
                aria-haspopup="dialog"
                onClick={() => setShown(one)}
              >
                {t("chat.pasted.show")}
              </Button>
              <Button
                kind="quiet"
                size="sm"
                aria-label={t("chat.pasted.put.of", { line: one.firstLine })}
                onClick={() => put(one)}
              >
                {t("chat.pasted.put")}
              </Button>
              <Button
                kind="quiet"
                size="sm"
                aria-label={t("chat.pasted.remove.of", { line: one.firstLine })}
                onClick={() => remove(one)}
              >
                {t("chat.pasted.remove")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {shown !== null && <PastedDialog pasted={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function without(pasted: readonly Pasted[], one: Pasted): readonly Pasted[] {
  return pasted.filter((other) => other !== one);
}
