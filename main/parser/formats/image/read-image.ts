import type { Canvas } from "@napi-rs/canvas";
import type { Page, ParseEvent } from "../../contract.ts";
import { recognisePage } from "../../recognise/recognise-page.ts";
import { type Recogniser, recogniserFor } from "../../recognise/recogniser.ts";
import type { Source } from "../reader.ts";
import { picturesOf } from "./pictures.ts";

/** The longer side of a page without a size of its own: A4's, in points. */
const LONGER_SIDE = 842;

/** Scans and photographs of pages: their text is recognised. A TIFF may hold many pages. */
export async function* readImage(source: Source): AsyncGenerator<ParseEvent> {
  const { recognise, languagesFolder, fromPage } = source;
  const recogniser = recognise === null ? null : await recogniserFor(recognise, languagesFolder);
  yield { type: "facts", facts: { kind: "image", title: null, author: null, date: null, pages: null } };
  let number = 0;
  for await (const picture of picturesOf(source)) {
    number += 1;
    if (number >= fromPage) yield { type: "page", page: await pageOf(number, picture, recogniser) };
  }
}

async function pageOf(
  number: number,
  picture: Canvas | "too-large" | "damaged",
  recogniser: Recogniser | null,
): Promise<Page> {
  const empty = { number, label: null, text: "", blocks: [], runs: [], confidence: null };
  if (typeof picture === "string") return { ...empty, width: 0, height: 0, problem: picture };
  const scale = LONGER_SIDE / Math.max(picture.width, picture.height);
  const size = { width: picture.width * scale, height: picture.height * scale };
  const found =
    recogniser && recognisePage(recogniser, { ...size, png: await picture.encode("png"), widthPx: picture.width });
  if (found === null) return { ...empty, ...size, problem: "no-text" };
  return { number, label: null, ...size, ...found, problem: null };
}
