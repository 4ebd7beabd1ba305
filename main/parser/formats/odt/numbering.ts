import { formatCount } from "../list-counts.ts";
import type { ListLevel, ListStyles } from "./list-styles.ts";

/** The numbers that are drawn in front of paragraphs and kept out of their text: "4.2", "(a)". Told of lists as they come. */
export interface OdtNumbering {
  openList(attributes: Readonly<Record<string, string>>): void;
  closeList(): void;
  /** `isNumbered`: a list's header has no number. */
  openItem(startValue: string | undefined, isNumbered: boolean): void;
  closeItem(): void;
  /** Counts on, and says what stands before a paragraph; null: nothing. Only an item's first has a number. */
  paragraph(style: string): string | null;
  /** The same of a heading, which is numbered by its level where it stands in no list. `isNumbered`: by its own account. */
  heading(level: number, style: string, isNumbered: boolean): string | null;
}

/** Of each level, from the outermost on. */
type Counts = (number | undefined)[];

interface List {
  readonly style: string | null;
  readonly counts: Counts;
  /** Of the item that is open; null: none, or it has its number already. */
  item: { readonly start: number | null } | null;
}

export function createOdtNumbering(styles: ListStyles): OdtNumbering {
  const lists: List[] = [];
  const byId = new Map<string, Counts>();
  const byStyle = new Map<string, Counts>();
  const headings: Counts = [];

  /** Lists in one another count together, as do those that go on with an earlier one. */
  function countsFor(style: string | null, attributes: Readonly<Record<string, string>>): Counts {
    const around = lists.at(-1);
    if (around !== undefined) return around.counts;
    const earlier = byId.get(attributes["text:continue-list"] ?? "");
    if (earlier !== undefined) return earlier;
    return (attributes["text:continue-numbering"] === "true" ? byStyle.get(style ?? "") : undefined) ?? [];
  }

  function inList(list: List, paragraphStyle: string): string | null {
    const { item } = list;
    if (item === null) return null;
    list.item = null;
    const style = list.style ?? styles.listOf(paragraphStyle);
    return next(list.counts, lists.length - 1, styles.levelsOf(style ?? ""), item.start);
  }

  return {
    openList(attributes) {
      const style = attributes["text:style-name"] ?? lists.at(-1)?.style ?? null;
      const counts = countsFor(style, attributes);
      if (lists.length === 0) byStyle.set(style ?? "", counts);
      const id = attributes["xml:id"];
      if (id !== undefined) byId.set(id, counts);
      lists.push({ style, counts, item: null });
    },
    closeList: () => void lists.pop(),
    openItem(startValue, isNumbered) {
      const list = lists.at(-1);
      const start = startValue === undefined ? NaN : Number(startValue);
      if (list !== undefined) list.item = isNumbered ? { start: Number.isSafeInteger(start) ? start : null } : null;
    },
    closeItem() {
      const list = lists.at(-1);
      if (list !== undefined) list.item = null;
    },
    paragraph(style) {
      const list = lists.at(-1);
      return list === undefined ? null : inList(list, style);
    },
    heading(level, style, isNumbered) {
      const list = lists.at(-1);
      if (list !== undefined) return inList(list, style);
      if (!isNumbered || styles.outline === null || styles.listOf(style) === "") return null;
      return next(headings, level - 1, styles.outline, null);
    },
  };
}

/** Counts on at a level, from 0, and writes the number; null: the level has none. */
function next(
  counts: Counts,
  level: number,
  levels: readonly (ListLevel | undefined)[] | null,
  restart: number | null,
): string | null {
  const own = levels?.[level];
  const before = counts[level];
  counts[level] = restart ?? (before === undefined ? (own?.start ?? 1) : before + 1);
  counts.length = level + 1;
  if (own === undefined || levels === null || own.format === "") return null;
  const written = (at: number): string => {
    const other = levels[at];
    return other === undefined || other.format === "" ? "" : write(counts[at] ?? other.start, other);
  };
  const label =
    own.pattern !== null
      ? own.pattern.replace(/%(\d+)%/g, (_, digits: string) => written(Number(digits) - 1))
      : own.prefix + shownLevels(level, own.shown).map(written).filter(Boolean).join(".") + own.suffix;
  return label.trim() === "" ? null : label.trim();
}

function shownLevels(level: number, shown: number): number[] {
  const first = Math.max(0, level - Math.max(1, shown) + 1);
  return Array.from({ length: level - first + 1 }, (_, index) => first + index);
}

const NAMES: Readonly<Record<string, string>> = {
  a: "lowerLetter",
  A: "upperLetter",
  i: "lowerRoman",
  I: "upperRoman",
};

function write(count: number, { format, repeatsLetters }: ListLevel): string {
  const name = NAMES[format] ?? "decimal";
  const isLetters = name.endsWith("Letter") && !repeatsLetters;
  let written = "";
  let rest = count;
  // After z comes aa, then ab.
  for (; isLetters && rest > 26; rest = Math.floor((rest - 1) / 26))
    written = formatCount(((rest - 1) % 26) + 1, name) + written;
  return formatCount(rest, name) + written;
}
