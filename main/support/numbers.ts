/** A number as it may be meant: "1.204" is one and a bit, or one thousand two hundred and four in German. */
export interface Read {
  readonly values: readonly number[];
  readonly end: number;
  /** Written out and so common in other meanings ("one of them", "first") that its absence says nothing. */
  readonly isWeak: boolean;
}

const DIGITS = /[-−]?(?:\d{1,3}(?:[,.'’\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.]\d+)/y;
const ORDINAL = /(?:st|nd|rd|th)(?![\p{L}\p{N}])/uy;
const MULTIPLIER =
  /[\s\u00a0-]?(hundred|thousand|million|billion|trillion|tausend|hundert|millionen|milliarden|mio\.?|mrd\.?|mn|bn)(?![\p{L}\p{N}])/iuy;

const MULTIPLIERS: Readonly<Record<string, number>> = {
  hundred: 100,
  hundert: 100,
  thousand: 1e3,
  tausend: 1e3,
  million: 1e6,
  millionen: 1e6,
  mio: 1e6,
  mn: 1e6,
  billion: 1e9,
  milliarden: 1e9,
  mrd: 1e9,
  bn: 1e9,
  trillion: 1e12,
};

const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const ORDINALS =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth";
const GERMAN =
  "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn";
const GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig";

const WORDS = new Map<string, number>([
  ...UNITS.split(" ").map((word, value) => [word, value] as const),
  ...TENS.split(" ").map((word, place) => [word, (place + 2) * 10] as const),
  ...ORDINALS.split(" ").map((word, value) => [word, value] as const),
  ["twentieth", 20],
  ["thirtieth", 30],
  ["hundredth", 100],
  ["dozen", 12],
  ...GERMAN.split(" ").map((word, value) => [word, value] as const),
  ...GERMAN_TENS.split(" ").map((word, place) => [word, (place + 2) * 10] as const),
  ...germanCompounds(),
]);
/** "second" is also a time, "one" a pronoun, "first" an adverb, "acht" a German word: alone they prove little. */
const WEAK = new Set(["one", "first", "second", "zero", "eins", "null", "acht", "third"]);
const WORD = /\p{L}+/uy;

function* germanCompounds(): Generator<[string, number]> {
  const ones = "ein zwei drei vier fünf sechs sieben acht neun".split(" ");
  for (const [place, ten] of GERMAN_TENS.split(" ").entries())
    for (const [one, word] of ones.entries()) yield [`${word}und${ten}`, (place + 2) * 10 + one + 1];
}

/** The number that begins at `at`, in digits or words; null where there is none. */
export function readNumber(text: string, at: number): Read | null {
  return readDigits(text, at) ?? readWords(text, at);
}

function readDigits(text: string, at: number): Read | null {
  DIGITS.lastIndex = at;
  const match = DIGITS.exec(text);
  if (match === null) return null;
  let raw = match[0];
  // A dash between two numbers is a range, not a sign.
  const isNegative = /^[-−]/.test(raw) && (at === 0 || /[\s(]/.test(text[at - 1] ?? ""));
  if (/^[-−]/.test(raw)) {
    if (!isNegative) return null;
    raw = raw.slice(1);
  }
  let end = at + match[0].length;
  let values = valuesOf(raw);
  ORDINAL.lastIndex = end;
  const ordinal = ORDINAL.exec(text);
  if (ordinal !== null) end += ordinal[0].length;
  MULTIPLIER.lastIndex = end;
  const multiplier = MULTIPLIER.exec(text);
  if (multiplier !== null) {
    const by = MULTIPLIERS[(multiplier[1] ?? "").toLowerCase().replace(".", "")] ?? 1;
    values = values.map((value) => value * by);
    end += multiplier[0].length;
  }
  return { values: isNegative ? values.map((value) => -value) : values, end, isWeak: false };
}

/** English and German readings of digits; the same where there is only one. */
function valuesOf(raw: string): number[] {
  const plain = raw.replace(/['’\u00a0\u202f]/g, "");
  const marks = plain.replace(/\d/g, "");
  if (marks === "") return [Number(plain)];
  const last = marks.at(-1) ?? "";
  const decimals = plain.length - plain.lastIndexOf(last) - 1;
  // Two different marks: the last one is the decimal mark. Several of the same: all part thousands.
  if (new Set(marks).size > 1) return [decimalAt(plain, last)];
  if (marks.length > 1) return [Number(plain.replaceAll(last, ""))];
  const asDecimal = decimalAt(plain, last);
  return decimals === 3 && !plain.startsWith("0") && !plain.startsWith(".")
    ? [Number(plain.replace(last, "")), asDecimal]
    : [asDecimal];
}

function decimalAt(digits: string, mark: string): number {
  const at = digits.lastIndexOf(mark);
  return Number(`${digits.slice(0, at).replace(/[.,]/g, "")}.${digits.slice(at + 1)}`);
}

function readWords(text: string, at: number): Read | null {
  let total = 0;
  let group = 0;
  let end = at;
  let count = 0;
  let only = "";
  for (let from = at; ;) {
    WORD.lastIndex = from;
    const word = WORD.exec(text)?.[0].toLowerCase() ?? "";
    const value = WORDS.get(word);
    const by = count > 0 ? MULTIPLIERS[word] : undefined;
    if (value === undefined && by === undefined) {
      if (count > 0 && word === "and" && group >= 100 && group % 100 === 0) {
        const next = nextWord(text, from + word.length);
        if (next !== null && WORDS.has(next.word)) {
          from = next.at;
          continue;
        }
      }
      break;
    }
    // "one two" are two numbers; "twenty five" and "nineteen ninety" may be one.
    if (value !== undefined && count > 0 && !joins(group, value)) break;
    if (value !== undefined) group = word === "dozen" && group > 0 ? group * 12 : group + value;
    else if (by === 100) group *= 100;
    else if (by !== undefined) {
      total += group * by;
      group = 0;
    }
    only = count === 0 ? word : "";
    count += 1;
    end = from + word.length;
    const next = nextWord(text, end);
    if (next === null) break;
    from = next.at;
  }
  return count === 0 ? null : { values: [total + group], end, isWeak: WEAK.has(only) };
}

function joins(group: number, value: number): boolean {
  if (group === 0) return true;
  if (group % 100 === 0) return value < 100;
  return group % 10 === 0 && group % 100 >= 20 && value > 0 && value < 10;
}

function nextWord(text: string, at: number): { word: string; at: number } | null {
  const match = /^[\s\u00a0-]{1,2}(\p{L}+)/u.exec(text.slice(at, at + 24));
  if (match === null) return null;
  const word = match[1] ?? "";
  return { word: word.toLowerCase(), at: at + match[0].length - word.length };
}
