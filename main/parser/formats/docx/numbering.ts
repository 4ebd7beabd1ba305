import { readXmlText } from "../../markup.ts";
import { formatCount } from "../list-counts.ts";

interface Level {
  start: number;
  format: string;
  /** "%1.%2" */
  text: string;
  style: string | null;
  isLegal: boolean;
}

interface List {
  readonly abstract: string;
  readonly starts: Map<number, number>;
}

/** The numbers that Word draws in front of paragraphs and keeps out of their text: "4.2", "(a)". */
export interface Numbering {
  /** Counts on, and says what stands before the paragraph: null for a bullet or nothing. */
  next(numId: string, level: number): string | null;
  /** Which level a style has that names its list alone. */
  levelOfStyle(numId: string, styleId: string): number;
}

const MOST_LEVELS = 9;

export function readNumbering(xml: string): Numbering {
  const { abstracts, lists } = parse(xml);
  const counters = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();
  return {
    next(numId, level) {
      const list = lists.get(numId);
      const levels = list === undefined ? undefined : abstracts.get(list.abstract);
      const own = levels?.[level];
      if (list === undefined || levels === undefined || own === undefined) return null;
      const counts = counters.get(list.abstract) ?? [];
      counters.set(list.abstract, counts);
      const restart = begun.has(`${numId} ${String(level)}`) ? undefined : list.starts.get(level);
      begun.add(`${numId} ${String(level)}`);
      const before = counts[level];
      counts[level] = restart ?? (before === undefined ? own.start : before + 1);
      counts.length = level + 1;
      if (own.format === "bullet" || own.format === "none") return null;
      const label = own.text.replace(/%(\d)/g, (_, digit: string) => {
        const at = Number(digit) - 1;
        const count = counts[at] ?? (counts[at] = levels[at]?.start ?? 1);
        return formatCount(count, own.isLegal ? "decimal" : (levels[at]?.format ?? "decimal"));
      });
      return label.trim() === "" ? null : label.trim();
    },
    levelOfStyle(numId, styleId) {
      const levels = abstracts.get(lists.get(numId)?.abstract ?? "") ?? [];
      return Math.max(
        0,
        levels.findIndex((level) => level?.style === styleId),
      );
    },
  };
}

function parse(xml: string) {
  const abstracts = new Map<string, (Level | undefined)[]>();
  const lists = new Map<string, List>();
  let levels: (Level | undefined)[] | null = null;
  let level: Level | null = null;
  let list: List | null = null;
  let overridden = 0;
  readXmlText(xml, {
    open(name, attributes) {
      const value = attributes["w:val"] ?? "";
      if (name === "w:abstractNum") abstracts.set(attributes["w:abstractNumId"] ?? "", (levels = []));
      else if (name === "w:lvl" && levels !== null) {
        level = { start: 1, format: "decimal", text: "", style: null, isLegal: false };
        const at = Number(attributes["w:ilvl"]);
        if (at >= 0 && at < MOST_LEVELS) levels[at] = level;
      } else if (name === "w:num") {
        list = { abstract: "", starts: new Map() };
        lists.set(attributes["w:numId"] ?? "", list);
      } else if (name === "w:abstractNumId" && list !== null) {
        list = { ...list, abstract: value };
        for (const [id, { starts }] of lists) if (starts === list.starts) lists.set(id, list);
      } else if (name === "w:lvlOverride") overridden = Number(attributes["w:ilvl"]);
      else if (name === "w:startOverride") list?.starts.set(overridden, Number(value));
      else if (level !== null) {
        if (name === "w:start") level.start = Number(value);
        else if (name === "w:numFmt") level.format = value;
        else if (name === "w:lvlText") level.text = value;
        else if (name === "w:pStyle") level.style = value;
        else if (name === "w:isLgl") level.isLegal = value !== "0" && value !== "false";
      }
    },
    close(name) {
      if (name === "w:abstractNum") levels = null;
      else if (name === "w:lvl") level = null;
      else if (name === "w:num") list = null;
    },
  });
  return { abstracts, lists };
}
