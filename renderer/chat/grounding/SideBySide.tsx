import type { Grounding } from "#main/chat/grounding/contract.ts";
import type { DocumentNow, GivenPassage } from "#main/documents/grounding/contract.ts";
import { highlight } from "#renderer/app/highlight.ts";
import { pageText } from "#renderer/app/page-text.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "../conversation/actions.ts";
import type { Chosen } from "./chosen.ts";
import { findingText } from "./finding-text.ts";
import { withoutCitations } from "./mark-sentences.ts";

export interface SideBySideProps {
  grounding: Grounding;
  text: string;
  chosen: NonNullable<Chosen>;
  now: readonly DocumentNow[] | null;
  onChoose: (chosen: Chosen) => void;
}

/** A sentence of the answer beside the passages that it rests on, with what does not agree; or one passage by itself. */
export function SideBySide({ grounding, text, chosen, now, onChoose }: SideBySideProps) {
  const t = useText();
  const { openPassage } = useConversationActions();
  const sentence = chosen.kind === "sentence" ? (grounding.sentences[chosen.index] ?? null) : null;
  const said =
    sentence && withoutCitations(text.slice(sentence.start, sentence.end), shifted(sentence)).replace(/[*_`|]+/g, "");
  const numbers = chosen.kind === "passage" ? [chosen.number] : numbersOf(sentence);
  const passages = grounding.passages.filter(({ number }) => numbers.includes(number));
  return (
    <div className="beside" role="group" aria-label={t("grounding.beside")}>
      {sentence !== null && (
        <div className="says">
          <p className="head">{t("grounding.answerSays")}</p>
          <p className="read" dir="auto">
            {said}
          </p>
          {sentence.support?.verdict === "not-found" && <p>{t("grounding.notFound.long")}</p>}
          <ul className="findings">
            {sentence.support?.findings.map((finding, at) => (
              <li key={at}>{findingText(t, finding)}</li>
            ))}
          </ul>
          <OtherCited sentence={sentence} />
        </div>
      )}
      {passages.map((passage, at) => (
        <Source
          key={passage.key}
          passage={passage}
          words={said === null ? [] : wordsOf(said)}
          now={now?.[grounding.passages.indexOf(passage)] ?? "same"}
          onOpen={() => openPassage(passages, at, said)}
        />
      ))}
      <p className="close">
        <Button kind="text" size="sm" onClick={() => onChoose(null)}>
          {t("grounding.close")}
        </Button>
      </p>
    </div>
  );
}

type Sentence = Grounding["sentences"][number];

/** What it rests on; where that is nothing, what it cites. */
function numbersOf(sentence: Sentence | null): readonly number[] {
  if (sentence === null) return [];
  return sentence.from.length > 0 ? sentence.from : sentence.cited;
}

function shifted({ start, ...sentence }: Sentence): Sentence[] {
  const citations = sentence.citations.map((place) => ({ start: place.start - start, end: place.end - start }));
  return [{ ...sentence, start: 0, citations }];
}

/** The answer named another passage than the one that carries the sentence. */
function OtherCited({ sentence: { cited, from } }: { sentence: Sentence }) {
  const t = useText();
  const others = cited.filter((number) => !from.includes(number));
  if (others.length === 0 || from.length === 0) return null;
  return <p className="t2">{t("grounding.otherCited", { cited: others.join(", "), from: from.join(", ") })}</p>;
}

/** Words and numbers of a sentence that are worth lighting in its source. */
function wordsOf(sentence: string): string[] {
  return (sentence.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 3 || /\p{N}/u.test(word));
}

interface SourceProps {
  passage: GivenPassage;
  /** Lit where they stand in the passage. */
  words: readonly string[];
  now: DocumentNow;
  onOpen: () => void;
}

function Source({ passage, words, now, onOpen }: SourceProps) {
  const t = useText();
  const { number, documentName, documentKind, parts, section, text } = passage;
  const place = [documentName, pageText(t, documentKind, parts)].filter(Boolean).join(", ");
  return (
    <div className="source">
      <p className="head">
        <span className="num">{number}</span> {place}
      </p>
      {section !== "" && <p className="tiny t2">{section}</p>}
      <q className="read" dir="auto">
        {highlight(text, words).map((piece, at) =>
          piece.isTerm ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
        )}
      </q>
      {now !== "same" && <p className="warn">{t(`grounding.document.${now}.long`)}</p>}
      {now !== "gone" && (
        <p>
          <Button kind="text" size="sm" icon="docs" onClick={onOpen}>
            {t("grounding.open")}
          </Button>
        </p>
      )}
    </div>
  );
}
