import { agrees } from "./dates.ts";
import type { Compared } from "./compared.ts";
import type { Finding, FindingKind } from "./contract.ts";
import { areOfOneKind, kindOf, saysTheSame } from "./facts.ts";
import type { Token } from "./tokens.ts";
import { hasOpposite, areOpposite, isSameWord } from "./words.ts";

/** Numbers, dates, doses and names: each has to stand in the passage, and in the place where the sentence has it. */
export function checkFacts(compared: Compared): Finding[] {
  const { said } = compared;
  return said.flatMap((token, at) => {
    const kind = kindOf(token);
    if (kind === "word") return [];
    return kind === "unit" ? checkUnit(compared, token, at) : checkFact(compared, token, at);
  });
}

function checkFact(compared: Compared, token: Token, at: number): Finding[] {
  const { source, pairs } = compared;
  if (pairs[at]?.isSame === true) return [];
  const stands = inPlace(compared, token, at);
  const found = compared.same(at);
  if (found.length === 0) {
    if (stands === null && (token.isWeak || isSaidInParts(token, source) || isAcronym(token, source))) return [];
    const other = stands === null ? undefined : source[stands];
    const isComparable = other !== undefined && other.unit?.dimension === token.unit?.dimension;
    return isComparable ? [differs(token, other)] : missing(compared, token, at);
  }
  if (stands === null) return [];
  const best = Math.max(...found.map((place) => nearness(compared, at, place)));
  // It stands somewhere, but where the sentence has it the passage has another.
  return best >= nearness(compared, at, stands) ? [] : [differs(token, source[stands] ?? null)];
}

/** The passage's fact of the same kind that stands where the sentence has this one. */
function inPlace({ said, source, pairs, backwards }: Compared, token: Token, at: number): number | null {
  const pair = pairs[at] ?? null;
  const other = pair === null ? undefined : source[pair.source];
  if (pair !== null && other !== undefined) return areOfOneKind(token, other) && !pair.isSame ? pair.source : null;
  // Between two words that both have, the one has this and the other something else, of another length.
  const before = lastPaired(pairs, at, -1);
  const after = lastPaired(pairs, at, 1);
  if (before === null || after === null || after - before > LONGEST_BLOCK || after <= before) return null;
  for (let place = before + 1; place < after; place += 1) {
    const one = source[place];
    if (one !== undefined && (backwards[place] ?? null) === null && areOfOneKind(token, one) && !isSaid(one, said))
      return place;
  }
  return null;
}

const LONGEST_BLOCK = 6;

function lastPaired(pairs: Compared["pairs"], at: number, step: 1 | -1): number | null {
  for (let count = 1; count <= LONGEST_BLOCK; count += 1) {
    const pair = pairs[at + step * count] ?? null;
    if (pair?.isSame === true) return pair.source;
  }
  return null;
}

function isSaid(source: Token, said: readonly Token[]): boolean {
  return said.some((token) => saysTheSame(token, source));
}

/** "a few weeks" for "a few days". */
function checkUnit({ source, pairs }: Compared, token: Token, at: number): Finding[] {
  const pair = pairs[at] ?? null;
  const other = pair === null ? undefined : source[pair.source];
  if (pair === null || pair.isSame || other === undefined || kindOf(other) !== "unit") return [];
  return [{ kind: "quantity", text: token.text, instead: other.text }];
}

const AROUND = 4;

/** How much of what stands around the sentence's token stands around that of the passage; what is next to it counts most. */
function nearness({ said, source }: Compared, at: number, place: number): number {
  let sum = 0;
  for (let step = 1; step <= AROUND; step += 1) {
    for (const side of [-step, step]) {
      const one = said[at + side];
      if (one === undefined) continue;
      const around = source.slice(Math.max(0, place - AROUND), place + AROUND + 1);
      const isThere = around.some(
        (other) => other.kind === one.kind && isSameWord(other.stem, one.stem) && one.kind === "word",
      );
      const isInPlace = source[place + side]?.word === one.word && one.word !== "";
      const weight = (one.isTelling ? 1 : 0.3) / step;
      sum += isInPlace ? 2 * weight : isThere ? weight : 0;
    }
  }
  return sum;
}

/** "31 July" in one place and "2008" in the next. */
function isSaidInParts(token: Token, source: readonly Token[]): boolean {
  if (token.kind !== "date") return false;
  const parts = ["year", "month", "day"] as const;
  return token.dates.some((date) => {
    const wanted = parts.filter((part) => date[part] !== undefined);
    if (wanted.length < 2) return false;
    return wanted.every((part) =>
      source.some(({ dates }) => dates.some((other) => other[part] === date[part] && agrees(date, other))),
    );
  });
}

/** "WHO" for "World Health Organization". */
function isAcronym({ text, kind }: Token, source: readonly Token[]): boolean {
  if (kind !== "word" || !/^\p{Lu}{2,6}s?$/u.test(text)) return false;
  const letters = text.replace(/s$/, "");
  const initials = source.map((token) => (/^\p{Lu}/u.test(token.text) ? (token.text[0] ?? "") : "")).join("");
  return initials.includes(letters);
}

function missing(compared: Compared, token: Token, at: number): Finding[] {
  const stands = inPlace(compared, token, at);
  const instead =
    token.kind === "word"
      ? stands === null
        ? null
        : (compared.source[stands]?.text ?? null)
      : nearest(compared, token, at);
  return [{ kind: kindFor(token), text: token.text, instead }];
}

/** Euros stand for euros sooner than for months. */
const COMPARABLE = 3;

/** What the passage has of this kind where it speaks of the same. */
function nearest(compared: Compared, token: Token, at: number): string | null {
  const { source } = compared;
  let best: { score: number; text: string | null } = { score: 0.9, text: null };
  for (const [place, other] of source.entries()) {
    if (!areOfOneKind(token, other) || other.isWeak) continue;
    const isComparable = other.unit?.dimension === token.unit?.dimension;
    const near = nearness(compared, at, place);
    const score = near === 0 ? 0 : near + (isComparable ? COMPARABLE : 0);
    if (score > best.score) best = { score, text: other.text };
  }
  return best.text;
}

function differs(token: Token, instead: Token | null): Finding {
  return { kind: kindFor(token), text: token.text, instead: instead?.text ?? null };
}

function kindFor(token: Token): FindingKind {
  if (token.kind === "frequency" || token.unit !== null) return "quantity";
  return kindOf(token) === "name" ? "name" : token.kind === "date" ? "date" : "number";
}

/** Left and right, higher and lower: words that turn the sentence round. */
export function checkOpposites({ said, source, pairs, same }: Compared): Finding[] {
  return said.flatMap((token, at): Finding[] => {
    const pair = pairs[at] ?? null;
    if (token.kind !== "word" || pair?.isSame === true || !hasOpposite(token.word)) return [];
    const other = pair === null ? undefined : source[pair.source];
    if (other !== undefined && areOpposite(token.word, other.word))
      return [{ kind: "opposite", text: token.text, instead: other.text }];
    if (!token.isTelling || same(at).length > 0) return [];
    const beside = besideOf(pairs, at);
    const found = source.find(({ sentence, word }) => sentence === beside(source) && areOpposite(token.word, word));
    return found === undefined ? [] : [{ kind: "opposite", text: token.text, instead: found.text }];
  });
}

/** The sentence of the passage in which what stands next to it stands. */
function besideOf(pairs: Compared["pairs"], at: number) {
  const near = [1, -1, 2, -2, 3, -3].map((step) => pairs[at + step] ?? null).find((pair) => pair?.isSame === true);
  return (source: readonly Token[]) => (near ? source[near.source]?.sentence : undefined);
}
