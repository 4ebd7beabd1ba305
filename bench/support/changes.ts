import { integer } from "../lib/random.ts";

/** One thing in a sentence made wrong, as a model does that mixes things up. Shares nothing with the code that finds it. */
export type ChangeKind = "number" | "date" | "dose" | "unit" | "name" | "negation";
export const CHANGE_KINDS: readonly ChangeKind[] = ["number", "date", "dose", "unit", "name", "negation"];

export interface ChangeContext {
  readonly random: () => number;
  /** Names that stand elsewhere in the same collection, some in the same passage. */
  readonly otherNames: readonly string[];
  readonly passage: string;
}

type Change = (sentence: string, context: ChangeContext) => string | null;

const MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December";
const DOSE = /\b(\d+(?:\.\d+)?)(\s?-?(?:mg|mcg|g|ml|cc|units?|tablets?|puffs?|kg|pounds|drops?)\b)/;
const WORD_NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split(" ");

const changes: Readonly<Record<ChangeKind, Change>> = {
  number(sentence, context) {
    const plainNumber =
      /(?<![\w.,/$-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w/]|[.,]\d|\s?(?:mg|mcg|ml|cc|units?|tablets?|puffs?)\b)/;
    const written = new RegExp(`\\b(${WORD_NUMBERS.join("|")})\\b`, "i");
    const usable = withoutDates(sentence);
    const digits = plainNumber.exec(usable);
    if (digits) return replaceAt(sentence, digits.index, digits[0], otherNumber(digits[0], context));
    const word = written.exec(sentence);
    if (word === null) return null;
    const place = WORD_NUMBERS.indexOf(word[0].toLowerCase());
    const other =
      WORD_NUMBERS[(place + integer(context.random, 1, WORD_NUMBERS.length - 1)) % WORD_NUMBERS.length] ?? "";
    return replaceAt(sentence, word.index, word[0], sameCase(word[0], other));
  },
  date(sentence, { random }) {
    const named = new RegExp(`\\b(${MONTH_NAMES})\\b(?=\\s\\d|,)`).exec(sentence);
    const year = /(?<![\d,.])(1[0-9]\d\d|20[0-2]\d)(?![\d,]|\.\d)/.exec(sentence);
    if (named && (year === null || random() < 0.5)) {
      const months = MONTH_NAMES.split("|");
      const other = months[(months.indexOf(named[0]) + integer(random, 1, 11)) % 12] ?? "";
      return replaceAt(sentence, named.index, named[0], other);
    }
    if (year === null) return null;
    const by = (random() < 0.5 ? -1 : 1) * integer(random, 1, 40);
    return replaceAt(sentence, year.index, year[0], String(Number(year[0]) + by));
  },
  dose(sentence, { random }) {
    const match = DOSE.exec(sentence);
    if (match === null) return null;
    const value = Number(match[1]);
    const factor = [10, 0.1, 2, 0.5, 5][integer(random, 0, 4)] ?? 2;
    return replaceAt(
      sentence,
      match.index,
      match[0],
      `${String(Number((value * factor).toFixed(4)))}${match[2] ?? ""}`,
    );
  },
  unit(sentence, { random }) {
    const swaps: readonly (readonly [RegExp, readonly string[]])[] = [
      [/(?<=\d\s?)mg\b/, ["g", "mcg", "ml"]],
      [/(?<=\d\s?)ml\b/, ["l", "mg"]],
      [/(?<=\d\s?)cm\b/, ["mm", "m"]],
      [/\bdays\b/, ["weeks", "hours", "months"]],
      [/\bweeks\b/, ["days", "months"]],
      [/\bmonths\b/, ["weeks", "years"]],
      [/(?<=(?:\d|two|three|four|five|six|seven|eight|nine|ten|few)[\s-])years\b/, ["months", "weeks"]],
      [/(?<=\d-)year\b/, ["month", "week"]],
      [/\bhours\b/, ["minutes", "days"]],
      [/\bminutes\b/, ["hours", "seconds"]],
      [/(?<=\d\s?)(?:%|percent\b)/, [" miles", " kg"]],
      [/(?<=\d\s)km\b/, ["miles", "m"]],
      [/(?<=\d\s)miles\b/, ["kilometers", "feet"]],
      [/(?<=\d\s)feet\b/, ["inches", "miles"]],
      [/(?<=\d\s)(?:million)\b/, ["billion", "thousand"]],
      [/(?<=\d\s)billion\b/, ["million"]],
      [/\$(?=\d)/, ["€", "£"]],
      [/£(?=\d)/, ["$"]],
      [/\bdaily\b/, ["weekly"]],
      [/\btwice\b(?= (?:a|daily|per))/, ["once"]],
      [/(?<=\d\s?)(?:pounds|lbs)\b/, ["kilograms"]],
      [/(?<=\d\s)degrees\b/, ["radians", "percent"]],
    ];
    const found = swaps.flatMap(([pattern, others]) => {
      const match = pattern.exec(sentence);
      return match === null ? [] : [{ match, others }];
    });
    const one = found[integer(random, 0, Math.max(0, found.length - 1))];
    if (one === undefined || one.match[0] === undefined) return null;
    return replaceAt(
      sentence,
      one.match.index,
      one.match[0],
      one.others[integer(random, 0, one.others.length - 1)] ?? "",
    );
  },
  name(sentence, { random, otherNames, passage }) {
    const found = namesIn(sentence);
    const name = found[integer(random, 0, Math.max(0, found.length - 1))];
    if (name === undefined) return null;
    const here = random() < 0.4 ? namesIn(passage) : [];
    const shares = (other: string) =>
      name.split(" ").some((part) => other.includes(part)) || other.split(" ").some((part) => sentence.includes(part));
    const others = [...(here.some((other) => !shares(other)) ? here : otherNames)].filter((other) => !shares(other));
    const other = others[integer(random, 0, Math.max(0, others.length - 1))];
    return other === undefined ? null : replaceAt(sentence, sentence.indexOf(name), name, other);
  },
  negation(sentence, { random }) {
    const removals: readonly (readonly [RegExp, string])[] = [
      [/\b(is|are|was|were|has|have|had|can|could|does|did|do|should|would|will|may|must) not\b/, "$1"],
      [/\bcannot\b/, "can"],
      [/\bdenies\b/, "reports"],
      [/\bdenied\b/, "reported"],
      [/\bwithout\b/, "with"],
      [/\b(has|had|have|is|are|was|were|with|shows?|there (?:is|was|were|are)) no\b/, "$1"],
      [/\bnever\b/, "often"],
      [/^No\b/, "Some"],
    ];
    const negated = removals.find(([pattern]) => pattern.test(sentence));
    if (negated && random() < 0.75) return sentence.replace(negated[0], negated[1]);
    const added = sentence.replace(
      /\b(is|are|was|were|can|could|should|would|will|may|must)\b(?! (?:not|no|n't|never|only)\b)/,
      "$1 not",
    );
    if (added !== sentence) return added;
    return negated === undefined ? null : sentence.replace(negated[0], negated[1]);
  },
};

/** null: there is nothing of this kind in the sentence. */
export function change(kind: ChangeKind, sentence: string, context: ChangeContext): string | null {
  const changed = changes[kind](sentence, context);
  return changed === null || changed === sentence ? null : changed;
}

/** Capitalised words that do not begin a sentence. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/(?<=[a-z,;] )(?:Dr\. )?[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*/g)]
    .map((match) => match[0])
    .filter((name) => !new RegExp(`^(?:${MONTH_NAMES})`).test(name));
}

function otherNumber(digits: string, { random, passage }: ChangeContext): string {
  // The hardest one: a number that the passage has too, for something else.
  const there = [...passage.matchAll(/(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w])/g)]
    .map((match) => match[0].replace(/[.,]$/, ""))
    .filter((other) => other !== digits);
  if (there.length > 0 && random() < 0.3) return there[integer(random, 0, there.length - 1)] ?? "7";
  const value = Number(digits.replaceAll(",", ""));
  const other =
    random() < 0.3
      ? value * 10
      : value + (random() < 0.5 && value > 3 ? -1 : 1) * integer(random, 1, Math.max(2, Math.floor(value / 3)));
  const rounded = Number.isInteger(value) ? String(Math.round(other)) : other.toFixed(1);
  return digits.includes(",") ? Number(rounded).toLocaleString("en-US") : rounded;
}

/** Years and days of months are not plain numbers: the same length, so that places stay. */
function withoutDates(sentence: string): string {
  const blank = (text: string) => "x".repeat(text.length);
  return sentence
    .replace(new RegExp(`(?:${MONTH_NAMES})\\s\\d{1,2}(?:,?\\s\\d{4})?|\\d{1,2}\\s(?:${MONTH_NAMES})`, "g"), blank)
    .replace(/\b(?:1[0-9]\d\d|20[0-2]\d)s?\b/g, blank);
}

function replaceAt(text: string, at: number, what: string, by: string): string {
  return text.slice(0, at) + by + text.slice(at + what.length);
}

function sameCase(like: string, word: string): string {
  return /^[A-Z]/.test(like) ? (word[0] ?? "").toUpperCase() + word.slice(1) : word;
}
