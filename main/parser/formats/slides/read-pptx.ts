import type { Archive } from "../../archive.ts";
import type { ParseEvent } from "../../contract.ts";
import { readAllXml, readXmlText } from "../../markup.ts";
import { aboutOffice, openOffice } from "../office.ts";
import { flowedPage, type Piece, type Source, unreadable } from "../reader.ts";
import { localName, relations } from "../office-parts.ts";
import { createSlideReader } from "./slide.ts";

/** Presentations: slides are pages in their order, each with its notes; hidden ones too, which is said. */
export async function* readPptx(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openOffice(source);
  const slides = await slidePaths(archive);
  if (slides === null) throw unreadable(source, "it is no presentation, or a part of it is missing");
  if (slides.length === 0) throw unreadable(source, "there are no slides in it");
  yield { type: "facts", facts: { kind: "pptx", ...(await aboutOffice(archive)), pages: slides.length } };
  const missing: number[] = [];
  for (const [index, path] of slides.entries()) {
    const number = index + 1;
    if (!archive.names.includes(path)) {
      missing.push(number);
      continue;
    }
    const slide = await readSlide(archive, path);
    const notes = await notesOf(archive, path);
    const pieces: Piece[] = [...slide.pieces, ...notes];
    yield { type: "page", page: flowedPage(number, slide.isHidden ? `${String(number)} (hidden)` : null, pieces) };
  }
  if (missing.length > 0) yield { type: "left-out", what: `slides whose parts are missing: ${missing.join(", ")}` };
  if (archive.names.includes("ppt/vbaProject.bin")) yield { type: "left-out", what: "macros, which are never run" };
}

async function readSlide(archive: Archive, path: string) {
  const reader = createSlideReader();
  await readAllXml(archive.stream(path), reader.handler);
  return reader;
}

/** What the speaker is to say, without the slide's picture, number and date. */
async function notesOf(archive: Archive, slide: string): Promise<Piece[]> {
  const [folder = "", name = ""] = [slide.slice(0, slide.lastIndexOf("/")), slide.slice(slide.lastIndexOf("/") + 1)];
  const xml = (await archive.read(`${folder}/_rels/${name}.rels`))?.toString("utf8") ?? "";
  const path = [...relations(xml, folder).values()].find((target) => target.includes("/notesSlides/"));
  if (path === undefined || !archive.names.includes(path)) return [];
  const { pieces } = await readSlide(archive, path);
  const text = pieces.map((piece) => piece.text).join(" ");
  return text === "" ? [] : [{ kind: "paragraph", text: `Notes: ${text}` }];
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
