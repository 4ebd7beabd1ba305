import { createCanvas } from "@napi-rs/canvas";
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A page as a picture, in a size that a reader or a recogniser wants. */
export interface DrawnPage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Compressed; `quality` of WebP 0 to 100. */
  encode(quality: number): Promise<Buffer>;
  /** To the pixel, for recognising. */
  png(): Promise<Buffer>;
}

/** Four bytes each while it is drawn: 64 MB at most. */
const MOST_PIXELS = 16e6;

/**
 * Draws page `number` (from 1) `widthPx` wide, or as much of that as a page may have pixels. Nothing of the file is run, and notes are
 * drawn as they are printed. Throws what pdf.js says of a damaged page.
 */
export async function drawPage(document: PDFDocumentProxy, number: number, widthPx: number): Promise<DrawnPage> {
  const page = await document.getPage(number);
  try {
    const { width, height } = page.getViewport({ scale: 1 });
    const wanted = widthPx / Math.max(1, width);
    const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
    const viewport = page.getViewport({ scale });
    const canvas = createCanvas(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)));
    const canvasContext = canvas.getContext("2d");
    await page.render({
      // The library's types know a browser's canvas alone.
      canvas: canvas as never,
      canvasContext: canvasContext as never,
      viewport,
      background: "#ffffff",
    }).promise;
    return {
      widthPx: canvas.width,
      heightPx: canvas.height,
      encode: (quality) => canvas.encode("webp", quality),
      png: () => canvas.encode("png"),
    };
  } finally {
    page.cleanup();
  }
}
