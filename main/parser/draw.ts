import { AppError } from "#main/rpc/errors.ts";
import { openFile } from "./bytes.ts";
import type { DrawInput } from "./client.ts";
import { drawPage } from "./formats/pdf/draw-page.ts";
import { type OpenPdf, openPdf } from "./formats/pdf/open-pdf.ts";
import { unreadable } from "./formats/reader.ts";

/** Draws pages of PDFs; the file stays open for its next page. */
export interface PageDrawer {
  /** Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED, NOT_FOUND. */
  draw(input: DrawInput): Promise<{ webp: string; widthPx: number; heightPx: number }>;
}

const QUALITY = 82;

export function createPageDrawer(): PageDrawer {
  let open: { key: string; pdf: OpenPdf; close: () => Promise<void> } | null = null;

  async function opened({ path, name, password }: DrawInput): Promise<OpenPdf> {
    const key = JSON.stringify([path, password]);
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
      const pdf = await opened(input);
      const { page, widthPx, name } = input;
      if (page > pdf.document.numPages) throw unreadable({ name }, `it has no page ${String(page)}`);
      const drawn = await pdf.ask(drawPage(pdf.document, page, widthPx)).catch((error: unknown) => {
        throw error instanceof AppError ? error : unreadable({ name }, `page ${String(page)} cannot be drawn`, error);
      });
      const webp = await drawn.encode(QUALITY);
      return { webp: webp.toString("base64"), widthPx: drawn.widthPx, heightPx: drawn.heightPx };
    },
  };
}
