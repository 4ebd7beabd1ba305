import type { HTMLAttributes } from "react";
import { useText, type Text } from "#renderer/app/texts.ts";
import type { CheckedSentence } from "#main/chat/grounding/contract.ts";
import { Icon, type IconName } from "#renderer/ui/Icon.tsx";
import { isChosen, sentenceAt, useGroundedAnswer } from "./chosen.ts";
import { shortFinding } from "./finding-text.ts";

type SpanProps = HTMLAttributes<HTMLSpanElement> & { "data-sentence"?: string; "data-chip"?: string };

/** Markdown's spans: sentences and their chips, as mark-sentences.ts puts them there, and whatever else. */
export function MarkedSpan({ "data-sentence": sentence, "data-chip": chip, ...rest }: SpanProps) {
  if (chip !== undefined) return <Chip index={Number(chip)} />;
  if (sentence !== undefined) return <SentenceText index={Number(sentence)}>{rest.children}</SentenceText>;
  return <span {...rest} />;
}

const MARK = { supported: "", partly: "part", "not-found": "none" } as const;

function SentenceText({ index, children }: { index: number; children: SpanProps["children"] }) {
  const answer = useGroundedAnswer();
  const support = sentenceAt(answer, index)?.support ?? null;
  const classes = ["sent", support === null ? "" : MARK[support.verdict]];
  if (answer !== null && isChosen(answer.chosen, index)) classes.push("here");
  return <span className={classes.filter(Boolean).join(" ")}>{children}</span>;
}

const ICONS: Record<keyof typeof MARK, IconName> = { supported: "check", partly: "half", "not-found": "x" };

/** Closes a checked sentence: what it was found to be, and by which passage. Opens both side by side. */
function Chip({ index }: { index: number }) {
  const t = useText();
  const answer = useGroundedAnswer();
  const sentence = sentenceAt(answer, index);
  if (answer === null || sentence === null || sentence.support === null) return null;
  const { verdict } = sentence.support;
  const here = isChosen(answer.chosen, index);
  return (
    <button
      type="button"
      className={["cite", MARK[verdict], here ? "here" : ""].filter(Boolean).join(" ")}
      aria-expanded={here}
      data-finding={verdict === "supported" ? undefined : ""}
      onClick={() => answer.choose(here ? null : { kind: "sentence", index })}
    >
      <Icon name={ICONS[verdict]} size="xs" />
      <span className="sr">{heardBefore(t, sentence)}</span>
      {chipText(t, sentence)}
    </button>
  );
}

/** Before what is seen, for who hears it: "Supported by source 2", "Partly supported by source 3: no “12” there". */
function heardBefore(t: Text, { support, from }: CheckedSentence): string {
  if (support?.verdict === "not-found") return "";
  return t(support?.verdict === "supported" ? "grounding.supported.before" : "grounding.partly.before", {
    count: from.length,
  });
}

function chipText(t: Text, { support, from }: CheckedSentence): string {
  const numbers = from.join(", ");
  if (support?.verdict === "supported") return numbers;
  if (support?.verdict === "not-found") return t("grounding.notFound");
  return [numbers, shortFinding(t, support?.findings[0])].filter(Boolean).join(" ");
}
