import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Page, ParseEvent } from "../../contract.ts";
import { unreadable, type Source } from "../reader.ts";
import { blocksOf, bodyOf, countSizes } from "./blocks.ts";
import { isUnmapped, itemsOf } from "./items.ts";
import { type Line, linesOf } from "./lines.ts";
import { recognisePage } from "../../recognise/recognise-page.ts";
import { recogniserFor } from "../../recognise/recogniser.ts";
import { drawPage } from "./draw-page.ts";
import { type OpenPdf, openPdf } from "./open-pdf.ts";
import { pageText } from "./page-text.ts";
import { NEIGHBOURS, runningLines } from "./running.ts";

/** A page before its heads and feet are known. */
interface Drawn {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
  readonly isDamaged: boolean;
}

/** The text of a PDF with the place of every piece of it. Pages are told when those after them have been looked at: heads and feet recur. */
export async function* readPdf(source: Source): AsyncGenerator<ParseEvent> {
  await using opened = await openPdf(source);
  const { document } = opened;
  if (document.numPages === 0) throw unreadable(source, "it has no pages");
  yield { type: "facts", facts: { kind: "pdf", ...(await aboutOf(document)), pages: document.numPages } };
  const labels = await document.getPageLabels().catch(() => null);
  const sizes = new Map<number, number>();
  const window: Drawn[] = [];
  const first = Math.max(1, source.fromPage - NEIGHBOURS);
  for (let number = first; number <= document.numPages + NEIGHBOURS; number += 1) {
    if (number <= document.numPages) {
      const page = await opened.ask(draw(document, number));
      countSizes(page.lines, sizes);
      window.push(page);
    }
    const due = window.find((page) => page.number === number - NEIGHBOURS);
    if (due === undefined) continue;
    const nearby = window.filter((page) => page !== due && Math.abs(page.number - due.number) <= NEIGHBOURS);
    if (due.number >= source.fromPage) {
      const page = finish(due, nearby, labels?.[due.number - 1] ?? null, sizes);
      yield { type: "page", page: page.problem === null ? page : await recognised(source, opened, page) };
    }
    while ((window[0]?.number ?? Infinity) < number - 2 * NEIGHBOURS) window.shift();
  }
}

async function draw(document: PDFDocumentProxy, number: number): Promise<Drawn> {
  try {
    const { width, height, items } = await itemsOf(await document.getPage(number));
    return { number, width, height, lines: linesOf(items), isDamaged: false };
  } catch {
    // One page that cannot be read is said to be so; the others are not lost with it.
    return { number, width: 0, height: 0, lines: [], isDamaged: true };
  }
}

function finish(page: Drawn, nearby: readonly Drawn[], label: string | null, sizes: ReadonlyMap<number, number>): Page {
  const { number, width, height, lines, isDamaged } = page;
  const running = runningLines(page, nearby);
  const blocks = [
    ...blocksOf(
      lines.filter((line) => !running.has(line)),
      bodyOf(sizes),
    ),
    ...[...running].map((line) => ({ kind: "running" as const, level: 0, lines: [line] })),
  ];
  const { text, blocks: placed, runs } = pageText(blocks);
  const isEmpty = placed.every(({ kind }) => kind === "running");
  const problem = isDamaged ? "damaged" : isUnmapped(text) ? "unmapped-font" : isEmpty ? "no-text" : null;
  // What cannot be trusted is not searched, cited or read by a model.
  const kept =
    problem === "unmapped-font" ? { text: "", blocks: [], runs: [] } : { text, blocks: [...placed], runs: [...runs] };
  const isNumber = label === String(number);
  return { number, label: isNumber ? null : label, width, height, ...kept, problem, confidence: null };
}

/** Dots an inch at which text is recognised best for the time that it takes. */
const RECOGNISED_DPI = 250;
const POINTS_AN_INCH = 72;

/** A page without usable text, from its picture; as it was, where that gives none either. */
async function recognised(source: Source, opened: OpenPdf, page: Page): Promise<Page> {
  const { recognise, languagesFolder } = source;
  const recogniser = recognise === null || page.width === 0 ? null : await recogniserFor(recognise, languagesFolder);
  if (recogniser === null) return page;
  try {
    const widthPx = Math.round((page.width / POINTS_AN_INCH) * RECOGNISED_DPI);
    const drawn = await opened.ask(drawPage(opened.document, page.number, widthPx));
    const { width, height } = page;
    const found = recognisePage(recogniser, { png: await drawn.png(), widthPx: drawn.widthPx, width, height });
    return found === null ? page : { ...page, ...found, problem: null };
  } catch {
    // A page that cannot be drawn is said to be what it was.
    return page;
  }
}

async function aboutOf(
  document: PDFDocumentProxy,
): Promise<{ title: string | null; author: string | null; date: string | null }> {
  const info = await document.getMetadata().then(
    (metadata) => metadata.info as Record<string, unknown>,
    () => ({}) as Record<string, unknown>,
  );
  const text = (name: string) => {
    const value = info[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  const [, year, month = "01", day = "01"] = /^D:(\d{4})(\d{2})?(\d{2})?/.exec(text("CreationDate") ?? "") ?? [];
  return { title: text("Title"), author: text("Author"), date: year === undefined ? null : `${year}-${month}-${day}` };
}
