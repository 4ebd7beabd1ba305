import { agrees, type CalendarDate } from "./dates.ts";
import type { Token } from "./tokens.ts";
import { isUnitWord, sameAmount } from "./units.ts";
import { isSameWord } from "./words.ts";

/** Whether two tokens say the same; a fact may be said with less in the sentence than in the passage. */
export function saysTheSame(said: Token, source: Token): boolean {
  if (said.kind === "word" || source.kind === "word")
    return said.kind === source.kind && isSameWord(said.stem, source.stem);
  if (said.kind === "frequency" || source.kind === "frequency")
    return said.kind === source.kind && Math.abs(said.perDay - source.perDay) < 1e-9;
  if (said.kind === "date" && source.kind === "date") return sameDate(said, source);
  return sameNumber(said, source);
}

function sameDate(said: Token, source: Token): boolean {
  return said.dates.some((one) => source.dates.some((other) => agrees(one, other) && saysNoMore(one, other)));
}

function saysNoMore(one: CalendarDate, other: CalendarDate): boolean {
  return (["year", "month", "day"] as const).every((part) => one[part] === undefined || other[part] !== undefined);
}

function sameNumber(said: Token, source: Token): boolean {
  return said.values.some((value) =>
    source.values.some((other) => {
      if (said.unit !== null && source.unit !== null) return sameAmount(value, said.unit, other, source.unit);
      // A unit that is not said contradicts nothing; one that is added does.
      return said.unit === null && value === other;
    }),
  );
}

/** Facts that stand for each other in two versions of one sentence. */
export function areOfOneKind(a: Token, b: Token): boolean {
  const kinds = [kindOf(a), kindOf(b)];
  return kinds[0] === kinds[1] && kinds[0] !== "word";
}

export function kindOf(token: Token): "number" | "date" | "frequency" | "name" | "unit" | "word" {
  if (token.kind !== "word")
    return token.kind === "date" && token.dates.every((date) => isYearAlone(date)) ? "number" : token.kind;
  if (isUnitWord(token.word)) return "unit";
  return token.isName ? "name" : "word";
}

function isYearAlone({ year, month, day }: CalendarDate): boolean {
  return year !== undefined && month === undefined && day === undefined;
}
