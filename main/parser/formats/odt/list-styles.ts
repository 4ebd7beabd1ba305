/** One level of a list's style (ODF 1.3, 16.34). */
export interface ListLevel {
  /** "1", "a", "A", "i", "I"; empty: it has no number. */
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly start: number;
  /** So many levels are told, from this one upwards. */
  readonly shown: number;
  /** After z comes aa, then bb, and not ab. */
  readonly repeatsLetters: boolean;
  /** "%1%.%2%)", as LibreOffice writes it since 7.2; stands for prefix, suffix and levels. */
  readonly pattern: string | null;
}

/** What styles say of lists; fed with the markup of `styles.xml` and of the beginning of `content.xml`. */
export interface ListStyles {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  levelsOf(style: string): readonly (ListLevel | undefined)[] | null;
  /** Of headings; null: they are not numbered. */
  readonly outline: readonly (ListLevel | undefined)[] | null;
  /** The list's style that a paragraph's style names, itself or where it comes from; "": none on purpose; null: nothing is said. */
  listOf(paragraphStyle: string): string | null;
}

const MOST_LEVELS = 10;
/** Styles that come from each other in a circle have no end. */
const MOST_PARENTS = 32;

export function createListStyles(): ListStyles {
  const lists = new Map<string, (ListLevel | undefined)[]>();
  const paragraphs = new Map<string, { list: string | null; parent: string | null }>();
  let outline: (ListLevel | undefined)[] | null = null;
  let levels: (ListLevel | undefined)[] | null = null;

  function openLevel(attributes: Readonly<Record<string, string>>, isNumber: boolean): void {
    const at = Number(attributes["text:level"]) - 1;
    if (levels === null || !(at >= 0 && at < MOST_LEVELS)) return;
    levels[at] = {
      format: isNumber ? (attributes["style:num-format"] ?? "") : "",
      prefix: attributes["style:num-prefix"] ?? "",
      suffix: attributes["style:num-suffix"] ?? "",
      start: count(attributes["text:start-value"]),
      shown: count(attributes["text:display-levels"]),
      repeatsLetters: attributes["style:num-letter-sync"] === "true",
      pattern: attributes["style:num-list-format"] ?? attributes["loext:num-list-format"] ?? null,
    };
  }

  return {
    open(name, attributes) {
      switch (name) {
        case "text:list-style":
          lists.set(attributes["style:name"] ?? "", (levels = []));
          break;
        case "text:outline-style":
          outline = levels = [];
          lists.set(attributes["style:name"] ?? "Outline", levels);
          break;
        case "text:list-level-style-number":
        case "text:outline-level-style":
          openLevel(attributes, true);
          break;
        case "text:list-level-style-bullet":
        case "text:list-level-style-image":
          openLevel(attributes, false);
          break;
        case "style:style":
          if (attributes["style:family"] !== "paragraph") break;
          paragraphs.set(attributes["style:name"] ?? "", {
            list: attributes["style:list-style-name"] ?? null,
            parent: attributes["style:parent-style-name"] ?? null,
          });
          break;
      }
    },
    close(name) {
      if (name === "text:list-style" || name === "text:outline-style") levels = null;
    },
    levelsOf: (style) => lists.get(style) ?? null,
    get outline() {
      return outline;
    },
    listOf(paragraphStyle) {
      let style = paragraphs.get(paragraphStyle);
      for (let parents = 0; style !== undefined && parents < MOST_PARENTS; parents += 1) {
        if (style.list !== null) return style.list;
        style = paragraphs.get(style.parent ?? "");
      }
      return null;
    },
  };
}

function count(value: string | undefined): number {
  const number = Number(value ?? 1);
  return Number.isSafeInteger(number) && number >= 0 ? number : 1;
}
