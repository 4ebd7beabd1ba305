import type { Archive } from "../../archive.ts";
import type { ParseEvent } from "../../contract.ts";
import { readAllXml, readXmlText } from "../../markup.ts";
import { aboutOffice, openOffice } from "../office.ts";
import { flowedPage, type Piece, type Source, unreadable } from "../reader.ts";
import { localName, relations } from "../office-parts.ts";
import { readBeside } from "./beside.ts";
import { createSlideReader } from "./slide.ts";

/** Presentations: slides are pages in their order, each with its notes and comments; hidden ones too, which is said. */
export async function* readPptx(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openOffice(source);
  const slides = await slidePaths(archive);
  if (slides === null) throw unreadable(source, "it is no presentation, or a part of it is missing");
  if (slides.length === 0) throw unreadable(source, "there are no slides in it");
  yield { type: "facts", facts: { kind: "pptx", ...(await aboutOffice(archive)), pages: slides.length } };
  const missing: number[] = [];
  const names = new Set(archive.names);
  let charts = 0;
  for (const [index, path] of slides.entries()) {
    const number = index + 1;
    if (!names.has(path)) {
      missing.push(number);
      continue;
    }
    const slide = await readSlide(archive, path);
    const beside = await readBeside(archive, path);
    charts += beside.charts;
    const pieces = titled([...slide.pieces, ...beside.pieces], number);
    yield { type: "page", page: flowedPage(number, slide.isHidden ? `${String(number)} (hidden)` : null, pieces) };
  }
  if (missing.length > 0) yield { type: "left-out", what: `slides whose parts are missing: ${missing.join(", ")}` };
  if (charts > 0) yield { type: "left-out", what: `the numbers of charts: ${String(charts)}` };
  if (names.has("ppt/vbaProject.bin")) yield { type: "left-out", what: "macros, which are never run" };
}

/** A slide without a title would be found under that of the slide before. */
function titled(pieces: readonly Piece[], number: number): readonly Piece[] {
  if (pieces.length === 0 || pieces[0]?.kind === "heading") return pieces;
  return [{ kind: "heading", level: 1, text: `Slide ${String(number)}` }, ...pieces];
}

async function readSlide(archive: Archive, path: string) {
  const reader = createSlideReader();
  await readAllXml(archive.stream(path), reader.handler);
  return reader;
}

/** In the order in which they are shown; null: there is no presentation. */
async function slidePaths(archive: Archive): Promise<string[] | null> {
  const text = async (path: string) => (await archive.read(path))?.toString("utf8") ?? null;
  const xml = await text("ppt/presentation.xml");
  if (xml === null) return null;
  const targets = relations((await text("ppt/_rels/presentation.xml.rels")) ?? "", "ppt");
  const paths: string[] = [];
  readXmlText(xml, {
    open(element, attributes) {
      const path = localName(element) === "sldId" ? targets.get(attributes["r:id"] ?? "") : undefined;
      if (path !== undefined) paths.push(path);
    },
  });
  return paths;
}
