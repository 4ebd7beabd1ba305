import { type Compared, tellingAfter } from "./compared.ts";
import type { Finding } from "./contract.ts";
import type { Token } from "./tokens.ts";

/** Whether what the sentence denies is denied in the passage, and what the passage denies is denied in the sentence. */
export function checkNegation(compared: Compared): Finding[] {
  const found = [...added(compared), ...dropped(compared)];
  return found.length > 0 ? found : [...cutOut(compared), ...tooMany(compared), ...unsaid(compared)];
}

/** A denial that stands between two words of the passage, which follow each other in the sentence. */
function cutOut({ said, source, backwards }: Compared): Finding[] {
  for (const cue of cues(source)) {
    const before = pairedBeside(source, backwards, cue, -1);
    const after = pairedBeside(source, backwards, cue, 1);
    if (before === null || after === null || after <= before || after - before > 3) continue;
    if (said.slice(before, after + 1).some(({ isNegation }) => isNegation)) continue;
    return [{ kind: "negation", text: phrase(said, before, after), instead: source[cue]?.text ?? "" }];
  }
  return [];
}

function pairedBeside(source: readonly Token[], backwards: Compared["backwards"], cue: number, step: 1 | -1) {
  for (let count = 1; count <= 2; count += 1) {
    const at = cue + step * count;
    const pair = backwards[at] ?? null;
    if (source[at]?.sentence !== source[cue]?.sentence) return null;
    if (pair?.isSame === true) return pair.said;
  }
  return null;
}

/** More denials than the sentences of the passage have from which it is taken. */
function tooMany({ said, source, pairs }: Compared): Finding[] {
  const sentences = new Set(pairs.flatMap((pair) => (pair?.isSame === true ? [source[pair.source]?.sentence] : [])));
  if (sentences.size === 0) return [];
  const own = cues(said);
  const theirs = source.filter(({ isNegation, sentence }) => isNegation && sentences.has(sentence)).length;
  const last = own.at(-1);
  if (last === undefined || own.length <= theirs) return [];
  return [{ kind: "negation", text: phrase(said, last, scopeOf(said, last)[0] ?? last), instead: null }];
}

/** A sentence too short to be laid beside the passage: what it says is said there only as what is not. */
function unsaid({ said, source, pairs, same }: Compared): Finding[] {
  if (pairs.some((pair) => pair !== null) || cues(said).length > 0) return [];
  for (const [at, token] of said.entries()) {
    const places = token.isTelling ? same(at) : [];
    const [first] = places;
    if (first === undefined || !places.every((place) => isDeniedBefore(source, place))) continue;
    const cue = cues(source).findLast((place) => place < first) ?? first;
    return [{ kind: "negation", text: token.text, instead: phrase(source, cue, first) }];
  }
  return [];
}

function added({ said, source, pairs, same }: Compared): Finding[] {
  return cues(said).flatMap((cue): Finding[] => {
    const scope = scopeOf(said, cue);
    const places = scope.flatMap((at) => {
      const pair = pairs[at];
      return pair?.isSame === true ? [pair.source] : same(at);
    });
    if (places.length === 0 || places.some((place) => isDenied(source, place))) return [];
    return [{ kind: "negation", text: phrase(said, cue, scope[0] ?? cue), instead: null }];
  });
}

function dropped({ said, source, pairs, backwards }: Compared): Finding[] {
  if (pairs.every((pair) => pair?.isSame !== true)) return [];
  const found = cues(source).flatMap((cue): Finding[] => {
    const scope = scopeOf(source, cue).filter((at) => source[at]?.clause === source[cue]?.clause);
    const [first] = scope.filter((at) => !isEvidence(source[at]));
    const pair = first === undefined ? null : (backwards[first] ?? null);
    if (first === undefined || pair?.isSame !== true || isDenied(said, pair.said)) return [];
    // A word in common is not a sentence in common.
    if (!isShared(first, source, backwards)) return [];
    return [{ kind: "negation", text: said[pair.said]?.text ?? "", instead: phrase(source, cue, first) }];
  });
  return found.slice(0, 1);
}

/** Something else of the same sentence stands in both, within a few words. */
function isShared(at: number, source: readonly Token[], backwards: Compared["backwards"]): boolean {
  const sentence = source[at]?.sentence;
  for (let step = 1; step <= 8; step += 1) {
    for (const place of [at - step, at + step]) {
      const token = source[place];
      if (token?.sentence === sentence && token?.isTelling === true && backwards[place]?.isSame === true) return true;
    }
  }
  return false;
}

function cues(tokens: readonly Token[]): number[] {
  return tokens.flatMap((token, at) => (token.isNegation && !isIdiom(tokens, at) ? [at] : []));
}

/** "not only", "no more than 5", "No. 5": they deny nothing, or are compared as bounds. */
function isIdiom(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  if (next === undefined) return false;
  if (["only", "exceed", "exceeding", "doubt", "nur"].includes(next.word)) return true;
  const isBound = ["more", "less", "fewer", "later", "earlier", "mehr", "weniger"].includes(next.word);
  if (isBound && tokens.slice(at + 2, at + 6).some(({ kind }) => kind !== "word")) return true;
  return tokens[at]?.word === "no" && next.kind !== "word" && tokens[at]?.text === "No";
}

/** The first telling words after it; of "absent" and "negative" also the one before. */
function scopeOf(tokens: readonly Token[], cue: number): number[] {
  const after = tellingAfter(tokens, cue, 2);
  if (!["absent", "negative", "lacking"].includes(tokens[cue]?.word ?? "")) return after;
  const before = tokens
    .slice(0, cue)
    .findLastIndex(({ isTelling, sentence }) => isTelling && sentence === tokens[cue]?.sentence);
  return before < 0 ? after : [before, ...after];
}

const FURTHEST_BEFORE = 25;
const FURTHEST_AFTER = 4;

/** A denial reaches over a list to the end of its sentence, but not over a "but"; one that follows is near. */
function isDenied(tokens: readonly Token[], at: number): boolean {
  const { clause } = tokens[at] ?? {};
  return (
    isDeniedBefore(tokens, at) ||
    tokens
      .slice(at + 1, at + 1 + FURTHEST_AFTER)
      .some((token, step) => token.clause === clause && token.isNegation && !isIdiom(tokens, at + 1 + step))
  );
}

function isDeniedBefore(tokens: readonly Token[], at: number): boolean {
  const { sentence } = tokens[at] ?? {};
  for (let place = at; place >= Math.max(0, at - FURTHEST_BEFORE); place -= 1) {
    const token = tokens[place];
    if (token === undefined || token.sentence !== sentence) break;
    if (token.isNegation && !isIdiom(tokens, place)) return true;
    if (["but", "however", "except", "although", "aber", "sondern"].includes(token.word)) break;
  }
  return false;
}

/** "no evidence of", "no history of": what is denied is what follows. */
function isEvidence(token: Token | undefined): boolean {
  return /^(evidence|sign|signs|proof|indication|history|complaint|complaints|known|significant|further|other|any|longer)$/.test(
    token?.word ?? "",
  );
}

function phrase(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .map(({ text }) => text)
    .join(" ");
}
