import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import type { Page } from "../contract.ts";
import { runsWithin } from "../testing/runs-within.ts";
import { readAll, sourceOf } from "../testing/source.ts";
import { pictureOfPdf } from "../testing/picture-pdf.ts";
import { readImage } from "../formats/image/read-image.ts";
import { readPdf } from "../formats/pdf/read-pdf.ts";

const fixture = (name: string) => readFileSync(new URL(`../testing/fixtures/${name}`, import.meta.url));
const both = { recognise: ["eng", "deu"] };

function expectLetter(page: Page | undefined): void {
  expect(page?.problem).toBeNull();
  for (const line of [
    "Discharge letter",
    "The patient was admitted on 14 March with chest pain.",
    "Bisoprolol 2.5 mg once daily was continued.",
  ])
    expect(page?.text).toContain(line);
  expect(page?.text).toMatch(/Troponin was 12 \S+ and did not rise\./);
  expect(page?.confidence).toBeGreaterThan(0.8);
}

test.each(["scan.png", "scan.jpg", "scan.tif"])("%s is read from its picture", async (name) => {
  const { pages } = await readAll(readImage, sourceOf(fixture(name), { kind: "image", ...both }));
  expect(pages).toHaveLength(1);
  expectLetter(pages[0]);
});

test("words stand where they are in the picture, and the large line is a heading", async () => {
  const { pages } = await readAll(readImage, sourceOf(fixture("scan.png"), { kind: "image", ...both }));
  const [page] = pages;
  if (page === undefined) throw new Error("no page");
  expect(page.blocks[0]).toMatchObject({ kind: "heading" });
  const start = page.text.indexOf("Bisoprolol");
  const [box] = runsWithin(page, start, start + "Bisoprolol".length);
  // Drawn at 120 pixels from the left and 276 from the top of 1240.
  const scale = page.width / 1_240;
  expect(Math.abs((box?.left ?? 0) - 120 * scale)).toBeLessThan(4);
  expect(Math.abs((box?.top ?? 0) - 280 * scale)).toBeLessThan(8);
});

test("a page of a PDF that is only a picture is recognised; without languages it is said to have no text", async () => {
  const image = await loadImage(fixture("scan.png"));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  const pdf = pictureOfPdf(await canvas.encode("jpeg"), image.width, image.height);
  expectLetter((await readAll(readPdf, sourceOf(pdf, { kind: "pdf", ...both }))).pages[0]);
  expect((await readAll(readPdf, sourceOf(pdf, { kind: "pdf" }))).pages[0]).toMatchObject({ problem: "no-text" });
});

test("a language of one's own is a file in a folder; an empty page has no text", async () => {
  const packages = createRequire(import.meta.url);
  const shipped = dirname(packages.resolve("@tesseract.js-data/eng/package.json"));
  const folder = mkdtempSync(join(tmpdir(), "cloister-languages-"));
  writeFileSync(
    join(folder, "own.traineddata"),
    gunzipSync(readFileSync(join(shipped, "4.0.0_best_int/eng.traineddata.gz"))),
  );
  try {
    const own = { kind: "image", recognise: ["own", "missing"], languagesFolder: folder } as const;
    expectLetter((await readAll(readImage, sourceOf(fixture("scan.png"), own))).pages[0]);
    const canvas = createCanvas(600, 400);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 600, 400);
    const blank = sourceOf(await canvas.encode("png"), own);
    expect((await readAll(readImage, blank)).pages[0]).toMatchObject({ problem: "no-text", text: "" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
