import { readNumber } from "./numbers.ts";

/** How often: times within one period, in days ("twice daily" is 2 in 1, "every 8 hours" 1 in a third). */
export interface Frequency {
  readonly perDay: number;
  readonly end: number;
}

const DAYS: Readonly<Record<string, number>> = {
  hour: 1 / 24,
  stunde: 1 / 24,
  stunden: 1 / 24,
  day: 1,
  night: 1,
  morning: 1,
  evening: 1,
  tag: 1,
  daily: 1,
  täglich: 1,
  nightly: 1,
  week: 7,
  woche: 7,
  weekly: 7,
  wöchentlich: 7,
  month: 30,
  monat: 30,
  monthly: 30,
  monatlich: 30,
  year: 360,
  jahr: 360,
  yearly: 360,
  annually: 360,
  jährlich: 360,
};
const PERIOD = "(hour|day|night|morning|evening|week|month|year|stunden?|tag|woche|monat|jahr)s?";
const ADVERB = "(daily|nightly|weekly|monthly|yearly|annually|täglich|wöchentlich|monatlich|jährlich)";
const LATIN: Readonly<Record<string, number>> = { qd: 1, qhs: 1, od: 1, bid: 2, tid: 3, qid: 4 };

const END = "(?![\\p{L}\\p{N}])";
const SPACE = "[\\s\\u00a0-]";
const latin = new RegExp(`(q\\.?d|q\\.?h\\.?s|b\\.?i\\.?d|t\\.?i\\.?d|q\\.?i\\.?d)\\.?${END}`, "iuy");
const everyHours = new RegExp(
  `(?:q\\.?|every${SPACE}|alle${SPACE})(?:(\\d+)|(\\p{L}+))?${SPACE}?(?:(h)|${PERIOD})${END}`,
  "iuy",
);
const times = new RegExp(
  `${SPACE}?(?:times?|x|mal)?${SPACE}?(?:(?:a|an|per|each|every|pro|am|im)${SPACE}${PERIOD}|${ADVERB})${END}`,
  "iuy",
);
const bare = new RegExp(`(?:(?:per|each|every|pro)${SPACE}${PERIOD}|${ADVERB})${END}`, "iuy");
const often = /(once|twice|thrice|einmal|zweimal|dreimal)(?![\p{L}])/iuy;
const OFTEN: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3, einmal: 1, zweimal: 2, dreimal: 3 };

/** The frequency that begins at `at`; null where there is none. */
export function readFrequency(text: string, at: number): Frequency | null {
  return readLatin(text, at) ?? readEvery(text, at) ?? readTimes(text, at) ?? readBare(text, at);
}

function readLatin(text: string, at: number): Frequency | null {
  const match = matchAt(latin, text, at);
  const perDay = LATIN[(match?.[1] ?? "").toLowerCase().replaceAll(".", "")];
  return match === null || perDay === undefined ? null : { perDay, end: at + match[0].length };
}

function readEvery(text: string, at: number): Frequency | null {
  const match = matchAt(everyHours, text, at);
  if (match === null) return null;
  const [all, digits, word, hours, period] = match;
  const count = digits ?? word;
  const number = count === undefined ? 1 : (readNumber(count, 0)?.values[0] ?? null);
  const days = hours === undefined ? DAYS[(period ?? "").toLowerCase()] : 1 / 24;
  if (number === null || number <= 0 || days === undefined) return null;
  return { perDay: 1 / (number * days), end: at + all.length };
}

function readTimes(text: string, at: number): Frequency | null {
  const word = matchAt(often, text, at);
  const number = word === null ? readNumber(text, at) : null;
  const count = word === null ? number?.values[0] : OFTEN[(word[1] ?? "").toLowerCase()];
  const end = word === null ? (number?.end ?? at) : at + word[0].length;
  if (count === undefined) return null;
  const match = matchAt(times, text, end);
  // "3 a day" is a frequency only with a word for it: "5 per day" of something is read as a number and a rate.
  if (match === null || (word === null && !/times?|x|mal/i.test(match[0]))) return null;
  const days = DAYS[(match[1] ?? match[2] ?? "").toLowerCase()];
  return days === undefined ? null : { perDay: count / days, end: end + match[0].length };
}

function readBare(text: string, at: number): Frequency | null {
  const match = matchAt(bare, text, at);
  const days = DAYS[(match?.[1] ?? match?.[2] ?? "").toLowerCase()];
  return match === null || days === undefined ? null : { perDay: 1 / days, end: at + match[0].length };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
