import type { Archive } from "../../archive.ts";
import { readXmlText } from "../../markup.ts";
import { localName, relations } from "../office-parts.ts";
import type { Piece } from "../reader.ts";
import { createSlideReader } from "./slide.ts";

/** What belongs to a slide and stands in parts of its own. */
export interface Beside {
  /** Diagrams' texts (SmartArt), notes and comments, in this order. */
  readonly pieces: readonly Piece[];
  /** Their numbers stand in workbooks within, and are not read. */
  readonly charts: number;
}

/** `path`: of the slide in the archive. Parts that are missing are passed over. */
export async function readBeside(archive: Archive, path: string): Promise<Beside> {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash);
  const xml = (await archive.read(`${folder}/_rels/${path.slice(slash + 1)}.rels`))?.toString("utf8") ?? "";
  const targets = [...new Set(relations(xml, folder).values())];
  const pieces: Piece[] = [];
  for (const target of targets.filter((name) => /\/diagrams\/data[^/]*$/.test(name)))
    for (const { text } of await textsOf(archive, target)) pieces.push({ kind: "item", text });
  for (const target of targets.filter((name) => name.includes("/notesSlides/"))) {
    const text = (await textsOf(archive, target)).map((piece) => piece.text).join(" ");
    if (text !== "") pieces.push({ kind: "paragraph", text: `Notes: ${text}` });
  }
  for (const target of targets.filter((name) => name.includes("/comments/")))
    pieces.push(...commentsIn((await archive.read(target))?.toString("utf8") ?? ""));
  return { pieces, charts: targets.filter((name) => /\/charts\/chart[^/]*$/.test(name)).length };
}

/** A slide's number, date and picture, which its notes repeat, are left out. */
async function textsOf(archive: Archive, path: string): Promise<readonly Piece[]> {
  const content = await archive.read(path);
  if (content === null) return [];
  const reader = createSlideReader();
  readXmlText(content.toString("utf8"), reader.handler);
  return reader.pieces;
}

/** As PowerPoint wrote them up to 2019, and since. */
function commentsIn(xml: string): Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  let isText = false;
  const finish = (): void => {
    const words = text.replace(/\s+/g, " ").trim();
    if (words !== "") pieces.push({ kind: "paragraph", text: `[Comment: ${words}]` });
    text = "";
  };
  readXmlText(xml, {
    open(element) {
      const name = localName(element);
      isText = /^(text|t)$/.test(name);
      // Replies lie within what they answer.
      if (name === "reply") finish();
    },
    close(element) {
      const name = localName(element);
      isText = false;
      if (name === "p") text += " ";
      if (/^(cm|reply)$/.test(name)) finish();
    },
    text: (words) => void (text += isText ? words : ""),
  });
  return pieces;
}
