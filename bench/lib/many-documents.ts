import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyPdf } from "#main/parser/testing/tiny-pdf.ts";
import { readSquad } from "./retrieval-data.ts";

/** Documents of real paragraphs: texts, pages of HTML, Markdown and PDFs by turns, `each` paragraphs in every one. */
export function writeDocuments(folder: string, count: number, each: number): string[] {
  mkdirSync(folder, { recursive: true });
  const paragraphs = readSquad().passages.map(({ text }) => text);
  return Array.from({ length: count }, (_, at) => {
    const own = Array.from({ length: each }, (__, place) => paragraphs[(at * each + place) % paragraphs.length] ?? "");
    const [ending, content] = written(at, own);
    const path = join(folder, `document-${String(at).padStart(4, "0")}.${ending}`);
    writeFileSync(path, content);
    return path;
  });
}

function written(at: number, paragraphs: readonly string[]): [string, string | Buffer] {
  const title = `Document ${String(at)}`;
  if (at % 4 === 0) return ["txt", paragraphs.join("\n\n")];
  if (at % 4 === 1)
    return ["md", `# ${title}\n\n${paragraphs.map((text, part) => `## Part ${String(part)}\n\n${text}`).join("\n\n")}`];
  if (at % 4 === 2)
    return ["html", `<title>${title}</title>${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join("")}`];
  return ["pdf", tinyPdf(paragraphs.map(pageOf))];
}

const LETTERS_A_LINE = 90;
const LINE_POINTS = 14;

function pageOf(text: string): { at: readonly [number, number]; text: string }[] {
  // Letters that the font of the page has.
  const plain = text.replace(/[^\x20-\x7e]/g, " ");
  const lines = plain.match(new RegExp(`.{1,${String(LETTERS_A_LINE)}}(?:\\s|$)`, "g")) ?? [];
  return lines.slice(0, 48).map((line, at) => ({ at: [50, 740 - at * LINE_POINTS] as const, text: line.trim() }));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
