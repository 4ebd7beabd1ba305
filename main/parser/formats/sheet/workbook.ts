import type { Archive } from "../../archive.ts";
import { readXml, readXmlText } from "../../markup.ts";
import { localName, relations } from "../office-parts.ts";
import { type Source, unreadable } from "../reader.ts";

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly path: string;
  readonly isHidden: boolean;
}

/** What the cells of a workbook refer to. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly strings: readonly string[];
  /** The number format of each cell style; "General": none. */
  readonly formats: readonly string[];
  /** Days count from 1904, as on old Macs. */
  readonly is1904: boolean;
}

/** Formats that are known by their number alone (ECMA-376, 18.8.30), as Excel draws them in English. */
const BUILT_IN: Readonly<Record<number, string>> = {
  ...{ 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??" },
  ...{ 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm" },
  ...{ 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)" },
  ...{ 40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@" },
};
/** Texts of cells are held while the sheets are read. */
const MOST_STRINGS = 5_000_000;
const MOST_STRING_LETTERS = 200e6;

/** Throws DOCUMENT_UNREADABLE. */
export async function readWorkbook(source: Source, archive: Archive): Promise<Workbook> {
  const text = async (path: string) => (await archive.read(path))?.toString("utf8") ?? null;
  const xml = await text("xl/workbook.xml");
  if (xml === null) throw unreadable(source, "it is no workbook, or a part of it is missing");
  const targets = relations((await text("xl/_rels/workbook.xml.rels")) ?? "", "xl");
  const sheets: Sheet[] = [];
  let is1904 = false;
  readXmlText(xml, {
    open(element, attributes) {
      const name = localName(element);
      if (name === "workbookPr") is1904 = attributes["date1904"] === "1" || attributes["date1904"] === "true";
      if (name !== "sheet") return;
      const path = targets.get(attributes["r:id"] ?? attributes["id"] ?? "");
      const isHidden = (attributes["state"] ?? "visible") !== "visible";
      if (path !== undefined) sheets.push({ name: attributes["name"] ?? "", path, isHidden });
    },
  });
  return {
    sheets,
    is1904,
    strings: await readStrings(source, archive),
    formats: readFormats((await text("xl/styles.xml")) ?? ""),
  };
}

/** Texts of cells, each kept once; how a word is read aloud (`rPh`) is no part of it. */
async function readStrings(source: Source, archive: Archive): Promise<string[]> {
  const strings: string[] = [];
  if (!archive.names.includes("xl/sharedStrings.xml")) return strings;
  let isText = false;
  let phonetic = 0;
  let words = "";
  let letters = 0;
  const reading = readXml(archive.stream("xl/sharedStrings.xml"), {
    open(element) {
      const name = localName(element);
      if (name === "si") words = "";
      if (name === "rPh") phonetic += 1;
      if (name === "t") isText = phonetic === 0;
    },
    close(element) {
      const name = localName(element);
      if (name === "t") isText = false;
      if (name === "rPh") phonetic -= 1;
      if (name === "si") strings.push(words);
    },
    text: (text) => {
      if (!isText) return;
      words += text;
      letters += text.length;
    },
  });
  while ((await reading.next()).done !== true) {
    if (strings.length > MOST_STRINGS || letters > MOST_STRING_LETTERS)
      throw unreadable(
        source,
        "its cells have more text than can be held while it is read; save its sheets as CSV and add these",
      );
  }
  return strings;
}

function readFormats(xml: string): string[] {
  const own = new Map<number, string>();
  const formats: string[] = [];
  let isCells = false;
  readXmlText(xml, {
    open(element, attributes) {
      const name = localName(element);
      const id = Number(attributes["numFmtId"]);
      if (name === "numFmt") own.set(id, attributes["formatCode"] ?? "General");
      if (name === "cellXfs") isCells = true;
      if (name === "xf" && isCells) formats.push(own.get(id) ?? BUILT_IN[id] ?? "General");
    },
    close(element) {
      if (localName(element) === "cellXfs") isCells = false;
    },
  });
  return formats;
}
