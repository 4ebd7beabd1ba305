import { readdirSync } from "node:fs";

/** Languages that come with Cloister, as Tesseract calls them. */
const SHIPPED = ["eng", "deu"];

/** Those in which pages are recognised: what comes with Cloister, and every `xyz.traineddata` in the folder of languages. */
export function languagesIn(folder: string): string[] {
  return [...new Set([...SHIPPED, ...namesIn(folder)])];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => /^([\w-]{1,40})\.traineddata(?:\.gz)?$/.exec(name)?.[1] ?? []);
  } catch {
    // Nobody has made one.
    return [];
  }
}
