import { openArchive } from "../../archive.ts";
import type { ParseEvent } from "../../contract.ts";
import { readAllXhtml, readXmlText } from "../../markup.ts";
import { cutPages } from "../flow.ts";
import { createHtmlReader } from "../html/pieces.ts";
import { flowedPage, type Piece, type Source, unreadable } from "../reader.ts";
import { readPackage } from "./package.ts";

/** Fonts may be scrambled, which is no protection of the text. */
const SCRAMBLED_FONT = /idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC/i;
/** A chapter of more letters is several pages, as one that is searched and read should be. */
const LONG_CHAPTER_LETTERS = 60_000;

/** Books: chapters are pages, called as the table of contents calls them. */
export async function* readEpub(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openArchive(source);
  const encryption = (await archive.read("META-INF/encryption.xml"))?.toString("utf8") ?? "";
  if (isProtected(encryption)) throw unreadable(source, "it is protected against being read by other programs (DRM)");
  const { about, chapters, names } = await readPackage(source, archive);
  yield { type: "facts", facts: { kind: "epub", ...about, pages: null } };
  let number = 0;
  const missing: string[] = [];
  const pictures: string[] = [];
  let label: string | null = null;
  for (const path of chapters) {
    if (!archive.names.includes(path)) {
      missing.push(path);
      continue;
    }
    const reader = createHtmlReader();
    await readAllXhtml(archive.stream(path), reader.handler);
    const { pieces: own } = reader.end();
    if (own.length === 0) {
      pictures.push(path);
      continue;
    }
    const name = names.get(path) ?? null;
    // A file that the contents do not name goes on with the chapter before it.
    label = name ?? label;
    const pieces = name === null ? own : underName(name, own);
    const letters = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    for (const page of letters > LONG_CHAPTER_LETTERS ? cutPages(pieces) : [pieces]) {
      number += 1;
      yield { type: "page", page: flowedPage(number, label, page) };
    }
  }
  if (number === 0) throw unreadable(source, "there is no text in it");
  if (pictures.length > 0) yield { type: "left-out", what: `chapters without text: ${listed(pictures)}` };
  if (missing.length > 0) yield { type: "left-out", what: `chapters whose files are missing: ${listed(missing)}` };
}

/** A chapter that does not say its own name as a heading gets it from the contents, so that its text is not taken for the chapter's before. */
function underName(name: string, pieces: readonly Piece[]): readonly Piece[] {
  const [first] = pieces;
  const saysIt =
    first?.kind === "heading" || pieces.some((piece) => piece.kind === "heading" && isSame(piece.text, name));
  return saysIt ? pieces : [{ kind: "heading", level: 1, text: name }, ...pieces];
}

function isSame(one: string, other: string): boolean {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  return letters(one) === letters(other);
}

const MOST_NAMED = 20;

function listed(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED;
  return paths.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}

function isProtected(encryption: string): boolean {
  let found = false;
  readXmlText(encryption, {
    open: (name, attributes) => {
      if (name.endsWith("EncryptionMethod") && !SCRAMBLED_FONT.test(attributes["Algorithm"] ?? "")) found = true;
    },
  });
  return found;
}
