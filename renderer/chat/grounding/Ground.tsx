import { useState } from "react";
import type { Grounding } from "#main/chat/grounding/contract.ts";
import type { DocumentNow } from "#main/documents/grounding/contract.ts";
import { pageText } from "#renderer/app/page-text.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "../conversation/actions.ts";
import { type Chosen, usedNumbers } from "./chosen.ts";
import { Coverage } from "./Coverage.tsx";
import { ReadTheRest } from "./Everything.tsx";
import { SideBySide } from "./SideBySide.tsx";
import { useDocumentsNow } from "./use-documents-now.ts";
import "./grounding.css";

export interface GroundProps {
  grounding: Grounding;
  /** The whole answer. */
  text: string;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  isWriting: boolean;
  messageId: string;
  /** Nothing rests on it: every passage can be read for its question. */
  isLast: boolean;
}

/** What an answer rests on: what was searched and what could not be, its passages, and the one that is looked at. */
export function Ground({ grounding, text, chosen, onChoose, isWriting, messageId, isLast }: GroundProps) {
  const t = useText();
  const { keepQuestion } = useConversationActions();
  const [showsAll, setShowsAll] = useState(false);
  const now = useDocumentsNow(grounding.passages);
  const used = usedNumbers(grounding);
  const isNothingUsed = used.size === 0 || grounding.abstained !== null;
  const shown = grounding.passages.filter(({ number }) => isNothingUsed || showsAll || used.has(number));
  const rest = grounding.passages.length - shown.length;
  return (
    <section className="ground" aria-label={t("grounding.label")}>
      <Coverage grounding={grounding} used={isNothingUsed ? 0 : used.size} isWriting={isWriting} />
      {isLast && !isWriting && hasMore(grounding) && <ReadTheRest messageId={messageId} grounding={grounding} />}
      {shown.length > 0 && (
        <ol>
          {shown.map(({ number, key, documentName, documentKind, parts, section }) => {
            const isHere = chosen?.kind === "passage" && chosen.number === number;
            return (
              <li key={key}>
                <button
                  type="button"
                  aria-expanded={isHere}
                  onClick={() => onChoose(isHere ? null : { kind: "passage", number })}
                >
                  <span className="num">{number}</span>
                  <span className="cut">{documentName}</span>
                  <span className="sub cut">{placeText(pageText(t, documentKind, parts), section)}</span>
                  <Changed now={now?.[grounding.passages.findIndex((passage) => passage.number === number)]} />
                </button>
              </li>
            );
          })}
        </ol>
      )}
      {!isWriting && (rest > 0 || showsAll || grounding.everything === null) && (
        <p className="more">
          {(rest > 0 || showsAll) && (
            <Button kind="text" size="sm" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
              {showsAll ? t("grounding.usedOnly") : t("grounding.showRest", { count: rest })}
            </Button>
          )}
          {grounding.everything === null && (
            <Button kind="text" size="sm" tip={t("evaluate.keep.tip")} onClick={() => keepQuestion(messageId)}>
              {t("evaluate.keep")}
            </Button>
          )}
        </p>
      )}
      {chosen !== null && (
        <SideBySide grounding={grounding} text={text} chosen={chosen} now={now} onChoose={onChoose} />
      )}
    </section>
  );
}

/** Passages that nobody has looked at for this question. */
function hasMore({ everything, coverage, passages }: Grounding): boolean {
  return everything === null && coverage.passages > passages.length;
}

/** The page, and the nearest of the headings. */
function placeText(page: string, section: string): string {
  return [page, section.split(" › ").at(-1) ?? ""].filter((piece) => piece !== "").join(" · ");
}

/** That the document is another than the one that was read, or gone; the passage stays readable. */
function Changed({ now }: { now: DocumentNow | undefined }) {
  const t = useText();
  if (now === undefined || now === "same") return null;
  return <span className="sub warn">{t(`grounding.document.${now}`)}</span>;
}
