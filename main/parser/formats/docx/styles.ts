import { readXmlText } from "../../markup.ts";

/** What a paragraph's style says of it, those that it is based on included. */
export interface ParagraphStyle {
  /** Of a heading, from 1; null: text. */
  readonly headingLevel: number | null;
  /** A line of a table of contents: what it says stands elsewhere too. */
  readonly isContents: boolean;
  readonly numId: string | null;
  readonly level: number | null;
}

interface Raw {
  readonly id: string;
  readonly isDefault: boolean;
  name: string;
  basedOn: string | null;
  outline: number | null;
  numId: string | null;
  level: number | null;
}

/** Of text, in `w:outlineLvl`. */
const NO_OUTLINE = 9;
/** Longer chains of styles are a ring. */
const LONGEST_CHAIN = 20;

/** The styles of `word/styles.xml`, by their id; null is the default. */
export function readStyles(xml: string): (id: string | null) => ParagraphStyle {
  const styles = new Map<string, Raw>();
  let open: Raw | null = null;
  readXmlText(xml, {
    open(name, attributes) {
      const value = attributes["w:val"] ?? "";
      if (name === "w:style" && attributes["w:type"] === "paragraph") {
        const isDefault = attributes["w:default"] === "1";
        const id = attributes["w:styleId"] ?? "";
        open = { id, isDefault, name: "", basedOn: null, outline: null, numId: null, level: null };
        styles.set(id, open);
      }
      if (open === null) return;
      if (name === "w:name") open.name = value.toLowerCase();
      else if (name === "w:basedOn") open.basedOn = value;
      else if (name === "w:outlineLvl") open.outline = Number(value);
      else if (name === "w:numId") open.numId = value;
      else if (name === "w:ilvl") open.level = Number(value);
    },
    close(name) {
      if (name === "w:style") open = null;
    },
  });
  const usual = [...styles.values()].find(({ isDefault }) => isDefault)?.id ?? null;
  const known = new Map<string | null, ParagraphStyle>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const style = resolve(chainOf(styles, id ?? usual));
    known.set(id, style);
    return style;
  };
}

/** A style and those below it, itself first. */
function chainOf(styles: ReadonlyMap<string, Raw>, id: string | null): Raw[] {
  const chain: Raw[] = [];
  for (let next = id; next !== null && chain.length < LONGEST_CHAIN;) {
    const style = styles.get(next);
    if (style === undefined) break;
    chain.push(style);
    next = style.basedOn;
  }
  return chain;
}

function resolve(chain: readonly Raw[]): ParagraphStyle {
  const outline = chain.find((style) => style.outline !== null)?.outline ?? null;
  const named = chain.map(({ name }) => headingByName(name)).find((level) => level !== null) ?? null;
  return {
    headingLevel: outline === null ? named : outline < NO_OUTLINE ? outline + 1 : null,
    isContents: chain.some(({ name }) => /^(toc|table of figures)\b/.test(name)),
    numId: chain.find((style) => style.numId !== null)?.numId ?? null,
    level: chain.find((style) => style.level !== null)?.level ?? null,
  };
}

/** Word keeps the English names of its own styles in every language. */
function headingByName(name: string): number | null {
  if (name === "title") return 1;
  const level = /^heading (\d)$/.exec(name)?.[1];
  return level === undefined ? null : Number(level);
}
