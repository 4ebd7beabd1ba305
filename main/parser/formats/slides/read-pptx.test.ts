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

test("diagrams' texts and comments are read, charts' numbers are said; a slide without a title is under none before it", async () => {
  const text = (words: string) => `<a:p><a:r><a:t>${words}</a:t></a:r></a:p>`;
  const target = (id: number, path: string) => `<Relationship Id="r${String(id)}" Target="../${path}"/>`;
  const { pages, leftOut } = await readAll(
    readPptx,
    sourceOf(
      show(
        `<p:sld><p:sp>${text("Plan")}</p:sp></p:sld>`,
        {
          name: "ppt/slides/_rels/slide1.xml.rels",
          content: `<Relationships>${target(1, "diagrams/data1.xml")}${target(2, "charts/chart1.xml")}${target(3, "comments/comment1.xml")}${target(4, "comments/modern.xml")}${target(5, "diagrams/data9.xml")}</Relationships>`,
        },
        {
          name: "ppt/diagrams/data1.xml",
          content: `<dgm:pt><dgm:t>${text("Ask")}</dgm:t></dgm:pt><dgm:pt><dgm:t>${text("Sign")}</dgm:t></dgm:pt>`,
        },
        { name: "ppt/comments/comment1.xml", content: "<p:cmLst><p:cm><p:text>When?</p:text></p:cm></p:cmLst>" },
        {
          name: "ppt/comments/modern.xml",
          content: `<p188:cm><p188:txBody>${text("Who?")}</p188:txBody><p188:replyLst><p188:reply><p188:txBody>${text("Ben.")}</p188:txBody></p188:reply></p188:replyLst></p188:cm>`,
        },
      ),
    ),
  );
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "Slide 1"],
    ["paragraph", "Plan"],
    ["item", "Ask"],
    ["item", "Sign"],
    ["paragraph", "[Comment: When?]"],
    ["paragraph", "[Comment: Who?]"],
    ["paragraph", "[Comment: Ben.]"],
  ]);
  expect(leftOut).toEqual(["the numbers of charts: 1"]);
});

test("what is missing or no presentation is said", async () => {
  expect((await readAll(readPptx, sourceOf(show(null)))).leftOut).toEqual(["slides whose parts are missing: 1"]);
  await expect(readAll(readPptx, sourceOf(tinyZip([{ name: "a", content: "" }])))).rejects.toThrow("no presentation");
  const none = tinyZip([{ name: "ppt/presentation.xml", content: "<p:presentation/>" }]);
  await expect(readAll(readPptx, sourceOf(none))).rejects.toThrow("no slides");
});
