import { posix } from "node:path";
import type { Archive } from "../../archive.ts";
import { readAllXml } from "../../markup.ts";
import { localName, relations } from "../office-parts.ts";
import type { Piece } from "../reader.ts";
import { MOST_CELL_LETTERS } from "./rows.ts";
import type { Sheet } from "./workbook.ts";

/** What people wrote to the cells of a sheet, with the cell and who it was. Threads stand there as well, for older programs. */
export async function commentsOf(archive: Archive, { path }: Sheet): Promise<Piece[]> {
  const folder = posix.dirname(path);
  const related = await archive.read(`${folder}/_rels/${posix.basename(path)}.rels`);
  const parts = [...relations(related?.toString("utf8") ?? "", folder).values()].filter(
    (part) => /^comments?\d*\.xml$/i.test(posix.basename(part)) && archive.names.includes(part),
  );
  const pieces: Piece[] = [];
  for (const part of parts)
    await readComments(archive.stream(part), (text) => pieces.push({ kind: "paragraph", text }));
  return pieces;
}

async function readComments(chunks: AsyncIterable<Uint8Array>, found: (comment: string) => void): Promise<void> {
  const authors: string[] = [];
  let cell = "";
  let author = "";
  let words = "";
  let isWords = false;
  await readAllXml(chunks, {
    open(element, attributes) {
      const name = localName(element);
      if (name === "author" || name === "comment") words = "";
      if (name === "comment") {
        cell = attributes["ref"] ?? "";
        author = authors[Number(attributes["authorId"])] ?? "";
      }
      if (name === "author" || name === "t") isWords = true;
    },
    close(element) {
      const name = localName(element);
      if (name === "author" || name === "t") isWords = false;
      if (name === "author") authors.push(oneLine(words));
      if (name !== "comment") return;
      const text = oneLine(words);
      if (text !== "") found(`[Comment on ${cell}${author === "" ? "" : ` by ${author}`}: ${text}]`);
    },
    text: (text) => {
      if (isWords && words.length < MOST_CELL_LETTERS) words += text;
    },
  });
}

function oneLine(text: string): string {
  return text.slice(0, MOST_CELL_LETTERS).replace(/\s+/g, " ").trim();
}
