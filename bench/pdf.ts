import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openFile } from "#main/parser/bytes.ts";
import { readFile } from "#main/parser/formats/readers.ts";
import type { Bench } from "./lib/bench.ts";
import { median } from "./lib/statistics.ts";

const FOLDER = fileURLToPath(new URL("../../shared/data/pdf", import.meta.url));
/** Those of several pages: a page alone measures how a program starts. */
const FILES = ["freeculture.pdf", "tracemonkey.pdf", "TAMReview.pdf", "issue3214.pdf"];
const ROUNDS = { short: 3, full: 9 };

/** Text of PDF pages with the place of every word, in one process each. */
export const bench: Bench = {
  about: "pages a second of PDFs with positions, against pdftotext -bbox (poppler) on the same files",
  async run({ full, report, note }) {
    if (!existsSync(FOLDER)) return note(`${FOLDER} is not there: nothing is measured`);
    if (spawnSync("pdftotext", ["-v"]).error !== undefined)
      return note("pdftotext is not installed (Debian: poppler-utils): nothing to compare with");
    const files = readdirSync(FOLDER)
      .filter((name) => FILES.includes(name))
      .map((name) => join(FOLDER, name));
    const own: number[] = [];
    const theirs: number[] = [];
    let pages = 0;
    // Once before it counts: code is compiled, files are in memory.
    await readAll(files);
    for (let round = 0; round < (full ? ROUNDS.full : ROUNDS.short); round += 1) {
      const began = performance.now();
      pages = await readAll(files);
      own.push(pages / ((performance.now() - began) / 1_000));
      const since = performance.now();
      for (const file of files) execFileSync("pdftotext", ["-bbox", file, "/dev/null"], { stdio: "ignore" });
      theirs.push(pages / ((performance.now() - since) / 1_000));
    }
    report({ metric: "pages", value: pages, unit: "count" });
    report({ metric: "speed", value: median(own), unit: "pages/s", reference: median(theirs) });
    report({
      metric: "ratio",
      value: median(own.map((speed, at) => speed / (theirs[at] ?? speed))),
      unit: "ratio",
      reference: 1,
      goal: { op: ">=", value: 0.5 },
    });
  },
};

async function readAll(files: readonly string[]): Promise<number> {
  let pages = 0;
  for (const path of files) {
    await using bytes = await openFile(path);
    const source = { bytes, name: path, fromPage: 1, password: null, recognise: null, languagesFolder: "" };
    for await (const event of readFile(source)) if (event.type === "page") pages += 1;
  }
  return pages;
}
