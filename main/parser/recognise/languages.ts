import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** Not called `require`: the bundle has one of that name. */
const packages = createRequire(import.meta.url);
/** Languages that come with Cloister; others are files that somebody puts into the folder of languages. */
const SHIPPED: ReadonlyMap<string, string> = new Map([
  ["eng", "@tesseract.js-data/eng"],
  ["deu", "@tesseract.js-data/deu"],
]);
/** The largest of Tesseract's has 50 MB. */
const MOST_BYTES = 200e6;
const unpack = promisify(gunzip);

/** What Tesseract needs to know of a language, unpacked; null: it is not here. */
export async function languageData(language: string, folder: string): Promise<Buffer | null> {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(language)) return null;
  for (const path of pathsOf(language, folder)) {
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) continue;
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return isPacked ? unpack(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
  }
  return null;
}

function pathsOf(language: string, folder: string): string[] {
  const own = [`${language}.traineddata`, `${language}.traineddata.gz`].map((name) => join(folder, name));
  const shipped = SHIPPED.get(language);
  if (shipped === undefined) return own;
  const folderOfPackage = dirname(packages.resolve(`${shipped}/package.json`));
  return [...own, join(folderOfPackage, "4.0.0_best_int", `${language}.traineddata.gz`)];
}
