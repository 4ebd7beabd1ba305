import { type PDFPageProxy, Util } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A run of text as the page draws it, in points from the page's upper left corner as it is shown. */
export interface Item {
  readonly text: string;
  readonly left: number;
  /** Of its baseline. */
  readonly base: number;
  readonly width: number;
  /** Of the font. */
  readonly size: number;
  readonly font: string;
  readonly isRightToLeft: boolean;
}

export interface PageItems {
  readonly width: number;
  readonly height: number;
  readonly items: readonly Item[];
}

/** Ligatures and Arabic letters as they are drawn: one writes, and looks for, the letters they stand for. */
const DRAWN_FORMS = /[\uFB00-\uFDFF\uFE70-\uFEFF]+/g;

/** In the order in which the page draws them. Text that stands on its side is left out: margins of journals, stamps. */
export async function itemsOf(page: PDFPageProxy): Promise<PageItems> {
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  const items: Item[] = [];
  for (const item of content.items) {
    if (!("str" in item) || item.str === "") continue;
    const [a, b, c, d, left, base] = Util.transform(viewport.transform, item.transform) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (Math.abs(b) > Math.abs(a)) continue;
    const size = Math.hypot(c, d) || item.height;
    const text = item.str.replace(DRAWN_FORMS, (form) => form.normalize("NFKC"));
    items.push({ text, left, base, width: item.width, size, font: item.fontName, isRightToLeft: item.dir === "rtl" });
  }
  page.cleanup();
  return { width: viewport.width, height: viewport.height, items };
}

/** Letters that no text holds: what fonts without a map to Unicode give. */
const NO_LETTERS = /[\p{Cc}\p{Co}\p{Cn}\uFFFD]/gu;
/** So large a share of them, and the rest is not to be trusted either. */
const UNMAPPED_SHARE = 0.1;

export function isUnmapped(text: string): boolean {
  const letters = text.replace(/\s/g, "");
  if (letters === "") return false;
  return (letters.match(NO_LETTERS)?.length ?? 0) / letters.length > UNMAPPED_SHARE;
}
