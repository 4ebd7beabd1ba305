import { type Canvas, createCanvas, type Image, loadImage } from "@napi-rs/canvas";
import utif, { type IFD } from "utif2";
import { readWhole } from "../../decode-text.ts";
import { type Source, unreadable } from "../reader.ts";

/** A picture before it is decoded: how large it is shows in its first bytes. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Decoded, four bytes each. An A4 page scanned at 600 dots an inch has 35 million. */
const MOST_PIXELS = 80e6;
/** As large as anything that is recognised or shown has to be; larger scans are made smaller. */
const WANTED_PIXELS = 12e6;
const MOST_PAGES = 2_000;
const SMALLEST_PAGE_PIXELS = 64 * 64;

/** The pictures of a file, one after the other, each no larger than it has to be, or why one cannot be had. */
export async function* picturesOf(
  source: Pick<Source, "bytes" | "name">,
): AsyncGenerator<Canvas | "too-large" | "damaged"> {
  const bytes = await readWhole(source);
  if (isTiff(bytes)) return yield* tiffPages(source, bytes);
  const size = sizeOf(bytes);
  if (size === null) throw unreadable(source, "the picture is damaged");
  const pixels = size.width * size.height;
  if (pixels > MOST_PIXELS)
    throw unreadable(source, `it has ${String(Math.round(pixels / 1e6))} million pixels, more than any scan`);
  const image = await loadImage(bytes).catch((error: unknown) => {
    throw unreadable(source, "the picture is damaged", error);
  });
  yield fitted(image, image.width, image.height);
}

function* tiffPages(source: Pick<Source, "name">, bytes: Buffer): Generator<Canvas | "too-large" | "damaged"> {
  let pages: IFD[];
  try {
    pages = utif.decode(bytes);
  } catch (error) {
    throw unreadable(source, "the picture is damaged", error);
  }
  if (pages.length === 0) throw unreadable(source, "the picture is damaged");
  for (const page of pages.slice(0, MOST_PAGES)) {
    const { width, height } = sizeOfTiff(page);
    const pixels = width * height;
    // Small ones beside a page are its preview.
    if (pixels < SMALLEST_PAGE_PIXELS && pages.length > 1) continue;
    if (pixels > MOST_PIXELS) yield "too-large";
    else yield pixels === 0 ? "damaged" : tiffPage(bytes, page, width, height);
  }
}

/** By the tags 256 and 257, before anything is decoded. */
function sizeOfTiff(page: IFD): Size {
  const tag = (name: string) => Number((page[name] as number[] | undefined)?.[0] ?? 0);
  return { width: tag("t256"), height: tag("t257") };
}

function tiffPage(bytes: Buffer, page: IFD, width: number, height: number): Canvas | "damaged" {
  try {
    utif.decodeImage(bytes, page);
    const pixels = utif.toRGBA8(page);
    const canvas = createCanvas(width, height);
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    image.data.set(pixels.subarray(0, image.data.length));
    context.putImageData(image, 0, 0);
    return width * height > WANTED_PIXELS ? fitted(canvas, width, height) : canvas;
  } catch {
    return "damaged";
  }
}

/** On white: what is clear in a picture is no ink. */
function fitted(image: Image | Canvas, width: number, height: number): Canvas {
  const scale = Math.min(1, Math.sqrt(WANTED_PIXELS / (width * height)));
  const canvas = createCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function isTiff(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4).toString("latin1");
  return head === "II*\0" || head === "MM\0*";
}

/** Markers of JPEG within the range of frames that begin none: Huffman tables, arithmetic's conditions, and a reserved one. */
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/** Of PNG and JPEG; null: neither, or cut off before it. */
function sizeOf(bytes: Buffer): Size | null {
  if (bytes.subarray(1, 4).toString("latin1") === "PNG")
    return bytes.length < 24 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
