import { type Compared, tellingAfter } from "./compared.ts";
import type { Finding } from "./contract.ts";
import type { Token } from "./tokens.ts";

type Force = "must" | "should" | "may";

const FORCES: Readonly<Record<string, Force>> = {
  must: "must",
  shall: "must",
  required: "must",
  obliged: "must",
  obligated: "must",
  mandatory: "must",
  muss: "must",
  müssen: "must",
  verpflichtet: "must",
  should: "should",
  ought: "should",
  recommended: "should",
  sollte: "should",
  sollten: "should",
  soll: "should",
  may: "may",
  might: "may",
  permitted: "may",
  allowed: "may",
  entitled: "may",
  darf: "may",
  dürfen: "may",
  kann: "may",
  können: "may",
};
/** They take a modal's place without saying what force it has. */
const NEUTRAL = new Set([
  "will",
  "would",
  "can",
  "could",
  "wird",
  "werden",
  "need",
  "needs",
  "able",
  "possible",
  "possibly",
  "likely",
  "optional",
]);
const TAKES_VERB = new Set([
  "must",
  "shall",
  "should",
  "may",
  "might",
  "muss",
  "müssen",
  "sollte",
  "sollten",
  "soll",
  "darf",
  "dürfen",
]);

/** "shall" became "may", a duty was added, or a "may" was left out: the force of what a passage says. */
export function checkModals({ said, source, pairs, backwards }: Compared): Finding[] {
  const found: Finding[] = [];
  for (const [at, token] of said.entries()) {
    const force = forceOf(token);
    if (force === null) continue;
    const verb = tellingAfter(said, at, 1)[0];
    const pair = verb === undefined ? null : (pairs[verb] ?? null);
    if (pair?.isSame !== true) continue;
    const other = modalBefore(source, pair.source);
    if (other === "neutral" || (other !== null && forceOf(other) === force)) continue;
    if (other === null && !TAKES_VERB.has(token.word)) continue;
    found.push({ kind: "modal", text: token.text, instead: other?.text ?? null });
  }
  for (const [at, token] of source.entries()) {
    if (!TAKES_VERB.has(token.word)) continue;
    const verb = tellingAfter(source, at, 1)[0];
    const pair = verb === undefined ? null : (backwards[verb] ?? null);
    if (verb === undefined || pair?.isSame !== true || verb - at > REACH) continue;
    if (modalBefore(said, pair.said) === null)
      found.push({ kind: "modal", text: said[pair.said]?.text ?? "", instead: token.text });
  }
  return found.slice(0, 1);
}

const REACH = 5;

function forceOf(token: Token): Force | null {
  return token.kind === "word" ? (FORCES[token.word] ?? null) : null;
}

function modalBefore(tokens: readonly Token[], verb: number): Token | "neutral" | null {
  const sentence = tokens[verb]?.sentence;
  for (let at = verb; at >= Math.max(0, verb - REACH); at -= 1) {
    const token = tokens[at];
    if (token === undefined || token.sentence !== sentence) break;
    if (forceOf(token) !== null) return token;
    if (NEUTRAL.has(token.word)) return "neutral";
  }
  return null;
}
