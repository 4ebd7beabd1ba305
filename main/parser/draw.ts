import { stat } from "node:fs/promises";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { AppError } from "#main/rpc/errors.ts";
import { openFile } from "./bytes.ts";
import type { DrawInput } from "./client.ts";
import { picturesOf } from "./formats/image/pictures.ts";
import { drawPage } from "./formats/pdf/draw-page.ts";
import { type OpenPdf, openPdf } from "./formats/pdf/open-pdf.ts";
import { unreadable } from "./formats/reader.ts";

/** Draws pages of PDFs and of scans; a PDF stays open for its next page. */
export interface PageDrawer {
  /** Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED, NOT_FOUND. */
  draw(input: DrawInput): Promise<{ webp: string; widthPx: number; heightPx: number }>;
}

const QUALITY = 82;

export function createPageDrawer(): PageDrawer {
  let open: { key: string; pdf: OpenPdf; close: () => Promise<void> } | null = null;

  async function opened({ path, name, password }: DrawInput): Promise<OpenPdf> {
    const now = await stat(path).catch(() => null);
    // One that was written anew since is another file.
    const key = JSON.stringify([path, password, now?.size, now?.mtimeMs]);
    if (open?.key === key) return open.pdf;
    await open?.close();
    open = null;
    await using stack = new AsyncDisposableStack();
    const bytes = stack.use(
      await openFile(path).catch((error: unknown) => {
        throw new AppError("NOT_FOUND", `${path} cannot be read.`, { what: "file" }, { cause: error });
      }),
    );
    const source = { bytes, name, kind: "pdf", fromPage: 1, password, recognise: null, languagesFolder: "" } as const;
    const pdf = stack.use(await openPdf(source));
    const kept = stack.move();
    open = { key, pdf, close: () => kept.disposeAsync() };
    return pdf;
  }

  return {
    async draw(input) {
      const { page, widthPx, name } = input;
      if (await isPicture(input)) return drawPicture(input);
      const pdf = await opened(input);
      if (page > pdf.document.numPages) throw unreadable({ name }, `it has no page ${String(page)}`);
      const drawn = await pdf.ask(drawPage(pdf.document, page, widthPx)).catch((error: unknown) => {
        throw error instanceof AppError ? error : unreadable({ name }, `page ${String(page)} cannot be drawn`, error);
      });
      const webp = await drawn.encode(QUALITY);
      return { webp: webp.toString("base64"), widthPx: drawn.widthPx, heightPx: drawn.heightPx };
    },
  };
}

/** By its first bytes: whatever its name says. */
async function isPicture({ path }: DrawInput): Promise<boolean> {
  await using bytes = await openFile(path).catch(() => null);
  const head = (await bytes?.read(0, 4))?.toString("latin1") ?? "";
  return /^(?:\x89PNG|\xff\xd8|II\*\0|MM\0\*)/.test(head);
}

async function drawPicture({ path, name, page, widthPx }: DrawInput) {
  await using bytes = await openFile(path);
  let number = 0;
  for await (const picture of picturesOf({ bytes, name })) {
    number += 1;
    if (number < page) continue;
    if (typeof picture === "string") break;
    const webp = (await narrower(picture, widthPx).encode("webp", QUALITY)).toString("base64");
    return { webp, widthPx: picture.width, heightPx: picture.height };
  }
  throw unreadable({ name }, `page ${String(page)} cannot be drawn`);
}

function narrower(picture: Canvas, widthPx: number): Canvas {
  if (picture.width <= widthPx) return picture;
  const canvas = createCanvas(widthPx, Math.max(1, Math.round((picture.height * widthPx) / picture.width)));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
