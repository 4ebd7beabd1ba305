import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { tinyZip, type ZipFile } from "../../testing/tiny-zip.ts";
import { readPptx } from "./read-pptx.ts";

test("slides are pages with their titles, tables and notes", async () => {
  const bytes = readFileSync(new URL("../../testing/fixtures/moving.pptx", import.meta.url));
  const { events, pages } = await readAll(readPptx, sourceOf(bytes, { kind: "pptx" }));
  expect(events[0]).toMatchObject({ facts: { kind: "pptx", pages: 2 } });
  expect(pages.map(blocksIn)).toEqual([
    [
      ["h1", "Why we moved"],
      ["paragraph", "Rent was too high"],
      ["paragraph", "The roof leaked"],
      ["paragraph", "Notes: Say this slowly."],
    ],
    [
      ["h1", "Costs"],
      ["row", "Month\tRent"],
      ["row", "May\t1250"],
    ],
  ]);
});

function show(slide: string | null, ...more: ZipFile[]): Buffer {
  return tinyZip([
    {
      name: "ppt/presentation.xml",
      content: '<p:presentation><p:sldIdLst><p:sldId id="1" r:id="r1"/></p:sldIdLst></p:presentation>',
    },
    {
      name: "ppt/_rels/presentation.xml.rels",
      content: '<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/></Relationships>',
    },
    ...(slide === null ? [] : [{ name: "ppt/slides/slide1.xml", content: slide }]),
    ...more,
  ]);
}

test("a hidden slide is named, indented paragraphs are items, numbers and dates of slides are left out", async () => {
  const shape = (type: string, text: string, level = 0) =>
    `<p:sp><p:nvPr><p:ph type="${type}"/></p:nvPr><p:txBody><a:p><a:pPr lvl="${String(level)}"/><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
  const slide = `<p:sld show="0">${shape("body", "First", 1)}${shape("sldNum", "7")}${shape("ctrTitle", "Late title")}<mc:Fallback><a:p><a:t>old</a:t></a:p></mc:Fallback></p:sld>`;
  const { pages } = await readAll(readPptx, sourceOf(show(slide)));
  expect(pages[0]?.label).toBe("1 (hidden)");
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "Late title"],
    ["item", "First"],
  ]);
});

test("what is missing or no presentation is said", async () => {
  expect((await readAll(readPptx, sourceOf(show(null)))).leftOut).toEqual(["slides whose parts are missing: 1"]);
  await expect(readAll(readPptx, sourceOf(tinyZip([{ name: "a", content: "" }])))).rejects.toThrow("no presentation");
  const none = tinyZip([{ name: "ppt/presentation.xml", content: "<p:presentation/>" }]);
  await expect(readAll(readPptx, sourceOf(none))).rejects.toThrow("no slides");
});
