import { createRequire } from "node:module";
import { languageData } from "./languages.ts";

/** A word as it was recognised, in pixels of the picture from its upper left corner. */
export interface RecognisedWord {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Words of one line, from its beginning, with the line's own place. */
export interface RecognisedLine {
  readonly top: number;
  readonly height: number;
  readonly words: readonly RecognisedWord[];
}

export interface Recogniser {
  /** The lines of a picture (PNG), in reading order: half a second to ten. Throws for what is no picture. */
  lines(png: Buffer): RecognisedLine[];
}

/** What is used of Tesseract's module; it is built without types. */
interface Core {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
  readonly TessBaseAPI: new () => Tesseract;
}
interface Tesseract {
  Init(path: string | null, languages: string, engine: number): number;
  SetImageFile(exif: number, angle: number, upscale: boolean): number;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
}

const packages = createRequire(import.meta.url);
const LSTM = 1;
const UPRIGHT = 1;

let running: { key: string; recogniser: Recogniser } | null = null;

/** One for these languages, kept for the next page; null: none of them is here. */
export async function recogniserFor(languages: readonly string[], folder: string): Promise<Recogniser | null> {
  const key = JSON.stringify([languages, folder]);
  if (running?.key === key) return running.recogniser;
  const recogniser = await start(languages, folder);
  running = recogniser === null ? null : { key, recogniser };
  return recogniser;
}

async function start(languages: readonly string[], folder: string): Promise<Recogniser | null> {
  const load = packages("tesseract.js-core/tesseract-core-simd-lstm") as (options: object) => Promise<Core>;
  const core = await load({ TesseractProgress: () => undefined, print: () => undefined, printErr: () => undefined });
  const known: string[] = [];
  for (const language of languages) {
    const data = await languageData(language, folder);
    if (data === null) continue;
    core.FS.writeFile(`${language}.traineddata`, data);
    known.push(language);
  }
  const tesseract = new core.TessBaseAPI();
  if (known.length === 0 || tesseract.Init(null, known.join("+"), LSTM) !== 0) return null;
  return {
    lines(png) {
      core.FS.writeFile("/input", png);
      if (tesseract.SetImageFile(UPRIGHT, 0, false) === 1) throw new Error("Tesseract does not know this picture");
      tesseract.Recognize(null);
      const lines = readTsv(tesseract.GetTSVText(0));
      tesseract.Clear();
      return lines;
    },
  };
}

/** Levels of Tesseract's table: 4 is a line, 5 a word. */
const [LINE, WORD] = [4, 5];

function readTsv(tsv: string): RecognisedLine[] {
  const lines: { top: number; height: number; words: RecognisedWord[] }[] = [];
  for (const row of tsv.split("\n")) {
    const [level, , , , , , left = 0, top = 0, width = 0, height = 0, confidence = 0] = row.split("\t").map(Number);
    if (level === LINE) lines.push({ top, height, words: [] });
    const text = row.split("\t")[11]?.trim() ?? "";
    if (level === WORD && text !== "")
      lines.at(-1)?.words.push({ text, left, top, width, height, confidence: Math.max(0, confidence) / 100 });
  }
  return lines.filter(({ words }) => words.length > 0);
}
