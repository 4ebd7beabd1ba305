import type { Finding } from "#main/support/contract.ts";
import type { Text } from "#renderer/app/texts.ts";

const SHORT_LETTERS = 32;

/** A few words for a chip: what the source has instead, or what it lacks. */
export function shortFinding(t: Text, finding: Finding | undefined): string {
  if (finding === undefined) return "";
  const { text, instead } = finding;
  if (instead !== null) return t("grounding.short.instead", { instead: cut(instead) });
  return t("grounding.short.missing", { text: cut(text) });
}

/** A sentence: what does not agree with the source. */
export function findingText(t: Text, { kind, text, instead }: Finding): string {
  if (text === "") return t("grounding.finding.leftOut", { instead: instead ?? "" });
  if (instead !== null) return t("grounding.finding.instead", { text, instead });
  return t(kind === "words" ? "grounding.finding.words" : "grounding.finding.missing", { text });
}

function cut(words: string): string {
  return words.length <= SHORT_LETTERS ? words : `${words.slice(0, SHORT_LETTERS).trimEnd()}…`;
}
