import { expect, test } from "vitest";
import { loadImage, createCanvas } from "@napi-rs/canvas";
import { bytesOf } from "../../bytes.ts";
import type { Source } from "../reader.ts";
import { tinyPdf } from "../../testing/tiny-pdf.ts";
import { drawPage } from "./draw-page.ts";
import { openPdf } from "./open-pdf.ts";

const source: Source = {
  bytes: bytesOf(tinyPdf([[{ at: [72, 700], size: 40, text: "HHHHHHHH" }]])),
  ...{ name: "a.pdf", kind: "pdf", fromPage: 1, password: null, recognise: null, languagesFolder: "" },
};

test("a page is drawn in the width that is asked for, its letters where they stand", async () => {
  await using opened = await openPdf(source);
  const drawn = await drawPage(opened.document, 1, 306);
  expect([drawn.widthPx, drawn.heightPx]).toEqual([306, 396]);
  const picture = await loadImage(await drawn.encode(90));
  const canvas = createCanvas(306, 396);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const darkest = (left: number, top: number, width: number, height: number) =>
    Math.min(...context.getImageData(left, top, width, height).data.filter((_, at) => at % 4 === 0));
  // Half the points: the letters stand on 46 from the top.
  expect(darkest(36, 30, 100, 16)).toBeLessThan(64);
  expect(darkest(0, 100, 306, 296)).toBeGreaterThan(240);
});

test("however wide, no more is drawn than memory has room for", async () => {
  await using opened = await openPdf(source);
  const { widthPx, heightPx } = await drawPage(opened.document, 1, 8_000);
  expect(widthPx * heightPx).toBeLessThan(16.1e6);
  expect(heightPx / widthPx).toBeCloseTo(792 / 612, 2);
});

test("a page that is not there is an error", async () => {
  await using opened = await openPdf(source);
  await expect(drawPage(opened.document, 2, 100)).rejects.toThrow();
});
