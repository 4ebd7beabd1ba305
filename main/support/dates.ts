/** What is known of a date; what is not said is left out. */
export interface CalendarDate {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
}

export interface ReadDate {
  /** Several where day and month may be either way round. */
  readonly dates: readonly CalendarDate[];
  readonly end: number;
}

const MONTHS = [
  "january|jan|januar|jänner",
  "february|feb|februar",
  "march|mar|märz|mrz",
  "april|apr",
  "may|mai",
  "june|jun|juni",
  "july|jul|juli",
  "august|aug",
  "september|sept|sep",
  "october|oct|oktober|okt",
  "november|nov",
  "december|dec|dezember|dez",
];
const monthOf = new Map(MONTHS.flatMap((names, at) => names.split("|").map((name) => [name, at + 1] as const)));
const NAME = `(${MONTHS.join("|")})\\.?(?![\\p{L}])`;
const DAY = "([0-3]?\\d)(?:st|nd|rd|th|\\.)?(?!\\d)";
const YEAR = "([12]\\d{3})(?!\\d|[.,]\\d)";

type Parse = (match: RegExpExecArray) => readonly CalendarDate[] | null;

const FORMS: readonly [RegExp, Parse][] = [
  [sticky(`${YEAR}-(\\d\\d)-(\\d\\d)(?!\\d)`), ([, y, m, d]) => checked({ y, m, d })],
  [sticky(`(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}|\\d\\d)(?!\\d)`), ([, d, m, y]) => checked({ y, m, d })],
  [sticky(`(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d\\d)(?!\\d)`), ([, a, b, y]) => either(a, b, y)],
  [
    sticky(`(?:the\\s)?${DAY}\\s(?:of\\s)?${NAME},?(?:\\s(?:of\\s)?${YEAR})?`),
    ([, d, m, y]) => checked({ y, m: month(m), d }),
  ],
  [sticky(`${NAME}\\s(?:the\\s)?${DAY}(?:,?\\s(?:of\\s)?${YEAR})?`), ([, m, d, y]) => checked({ y, m: month(m), d })],
  [sticky(`${NAME},?\\s(?:of\\s)?${YEAR}`), ([, m, y]) => checked({ y, m: month(m) })],
];
const ALONE = sticky(NAME);

/** The date that begins at `at`. A month by itself counts when it is written as a name and is not "May" or "March". */
export function readDate(text: string, at: number): ReadDate | null {
  for (const [pattern, parse] of FORMS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const dates = match && parse(match);
    if (match && dates) return { dates, end: at + match[0].length };
  }
  ALONE.lastIndex = at;
  const match = ALONE.exec(text);
  const name = (match?.[1] ?? "").toLowerCase();
  if (match === null || name.length < 4 || name === "march" || !/^\p{Lu}/u.test(match[0])) return null;
  return { dates: [{ month: monthOf.get(name) ?? 0 }], end: at + match[0].length };
}

/** What both say agrees. */
export function agrees(a: CalendarDate, b: CalendarDate): boolean {
  return (["year", "month", "day"] as const).every((part) => {
    const [x, y] = [a[part], b[part]];
    return x === undefined || y === undefined || x === y;
  });
}

export function says(date: CalendarDate, part: keyof CalendarDate): boolean {
  return date[part] !== undefined;
}

function sticky(source: string): RegExp {
  return new RegExp(source.replaceAll("\\s", "[\\s\\u00a0]"), "iuy");
}

function month(name: string | undefined): string {
  return String(monthOf.get((name ?? "").toLowerCase()) ?? 0);
}

function either(a: string | undefined, b: string | undefined, y: string | undefined): CalendarDate[] | null {
  const both = [checked({ y, m: b, d: a }), checked({ y, m: a, d: b })].flatMap((dates) => dates ?? []);
  return both.length === 0 ? null : both;
}

interface Parts {
  readonly y?: string | undefined;
  readonly m?: string | undefined;
  readonly d?: string | undefined;
}

function checked({ y, m, d }: Parts): CalendarDate[] | null {
  const month = m === undefined ? undefined : Number(m);
  const day = d === undefined ? undefined : Number(d);
  if (month !== undefined && (month < 1 || month > 12)) return null;
  if (day !== undefined && (day < 1 || day > 31)) return null;
  return [
    {
      ...(y === undefined ? {} : { year: fullYear(y) }),
      ...(month === undefined ? {} : { month }),
      ...(day === undefined ? {} : { day }),
    },
  ];
}

/** Two digits: of the last fifty years, or the next. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2_000 + year : 1_900 + year;
}
