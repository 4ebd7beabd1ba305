import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { readRtf } from "./read-rtf.ts";

const read = (rtf: string) => readAll(readRtf, sourceOf(Buffer.from(rtf, "latin1"), { kind: "rtf" }));
const blocks = async (rtf: string) => (await read(rtf)).pages.flatMap(blocksIn);

test("paragraphs, headings and facts; what is no text of the document is left out", async () => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Cyr;}}{\info{\title A lease}{\author Anna}}
{\header Confidential}{\*\generator Word;}\pard\outlinelevel0 Rent\par
\pard The {\b rent} is {\v hidden }due{\deleted  gone}\~now\'85 \ldblquote yes\rdblquote\line on.\par
{\pict\bin4 abcd}{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt the link}}\par}`;
  const { events, pages } = await read(rtf);
  expect(events[0]).toMatchObject({ facts: { kind: "rtf", title: "A lease", author: "Anna" } });
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "Rent"],
    ["paragraph", "The rent is due\u00a0now… “yes” on."],
    ["paragraph", "the link"],
  ]);
});

test("letters in Unicode with what stands for them, in fonts' own code pages, of two bytes", async () => {
  expect(
    await blocks(
      String.raw`{\rtf1\ansi{\fonttbl{\f1\fcharset204 C;}{\f2\fcharset128 J;}}\uc1 \u8364?5 \uc2\u-10179\'3f\'3fx{\f1 \'c8\'d0}{\f2 \'82\'a0}\par}`,
    ),
  ).toEqual([["paragraph", "€5 \ud83dxИРあ"]]);
});

test("tables keep their rows, lists are items", async () => {
  const rtf = String.raw`{\rtf1 Before\par\trowd\pard\intbl Item\cell Price\cell\row\trowd\pard\intbl Key\par two lines\cell 10\cell\row\pard After\par\pard\ls1 first\par}`;
  expect(await blocks(rtf)).toEqual([
    ["paragraph", "Before"],
    ["row", "Item\tPrice"],
    ["row", "Key two lines\t10"],
    ["paragraph", "After"],
    ["item", "first"],
  ]);
});

test("one that is cut off gives what stands before; groups without an end are no disaster", async () => {
  expect(await blocks(String.raw`{\rtf1 One.\par Two`)).toEqual([
    ["paragraph", "One."],
    ["paragraph", "Two"],
  ]);
  expect((await read(`{\\rtf1 ${"{".repeat(50_000)}deep}`)).pages.length).toBe(1);
});
