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

test("notes and comments follow the paragraph that they belong to; what was deleted is said", async () => {
  const rtf = String.raw`{\rtf1 The rent{\super\chftn}{\footnote\pard\plain{\super\chftn} Net.\par Of tax.} is due{\*\atnid B}{\*\atnauthor Ben}\chatn{\*\annotation{\*\atndate 1}\pard When?}.{\deleted gone}\par}`;
  const { pages, leftOut } = await read(rtf);
  expect(pages.flatMap(blocksIn)).toEqual([
    ["paragraph", "The rent[1] is due."],
    ["paragraph", "[1] Net. Of tax."],
    ["paragraph", "[Comment by Ben: When?]"],
  ]);
  expect(leftOut).toEqual(["text deleted in tracked changes"]);
});

test("a text box is read once; what is drawn for old programs is not", async () => {
  const rtf = String.raw`{\rtf1{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard Boxed.\par}}{\shprslt Boxed.\par}}Plain \u8211\endash .\par}`;
  expect(await blocks(rtf)).toEqual([
    ["paragraph", "Boxed."],
    ["paragraph", "Plain –."],
  ]);
});

test("a picture in a million lines, one of bytes that are signs of rich text, and one that claims more than there is", async () => {
  const lines = Buffer.from(`${"a5".repeat(16)}\r\n`.repeat(1e6));
  const rtf = [
    Buffer.from(String.raw`{\rtf1 One.\par{\pict `),
    lines,
    Buffer.from(String.raw`}{\pict\bin4 {\}}}Two.\par{\pict\bin2147483647 Three.}`),
  ];
  const { pages, leftOut } = await readAll(readRtf, sourceOf(Buffer.concat(rtf), { kind: "rtf" }));
  expect(pages[0]?.text).toBe("One.\n\nTwo.");
  expect(leftOut).toEqual(["the end, which is missing in the file"]);
});

test("paragraphs as Apple's programs write them; figures that are none are passed over", async () => {
  expect(await blocks("{\\rtf1 One\\\ntwo\\'zz\\'e9\\\r\n\\par}")).toEqual([
    ["paragraph", "One"],
    ["paragraph", "twoé"],
  ]);
});

test("one that is cut off gives what stands before, and that is said; groups without an end are no disaster", async () => {
  const { pages, leftOut } = await read(String.raw`{\rtf1 One.\par Two`);
  expect(pages.flatMap(blocksIn)).toEqual([
    ["paragraph", "One."],
    ["paragraph", "Two"],
  ]);
  expect(leftOut).toEqual(["the end, which is missing in the file"]);
  expect((await read(`{\\rtf1 ${"{".repeat(50_000)}deep}`)).pages.length).toBe(1);
});
