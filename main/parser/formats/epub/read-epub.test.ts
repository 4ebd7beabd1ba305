import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { tinyZip, type ZipFile } from "../../testing/tiny-zip.ts";
import { readEpub } from "./read-epub.ts";

const CONTAINER = `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`;
const OPF = `<package xmlns:dc="x"><metadata><dc:title>The House</dc:title><dc:creator>A. Weber</dc:creator><dc:date>2021-03-04T00:00:00Z</dc:date></metadata>
  <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
  <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
  <item id="lost" href="text/lost.xhtml" media-type="application/xhtml+xml"/><item id="cover" href="cover.jpg" media-type="image/jpeg"/></manifest>
  <spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/><itemref idref="lost"/></spine></package>`;
const NAV = `<html><body><nav><ol><li><a href="text/one.xhtml">The <i>gate</i></a></li><li><a href="text/two%20b.xhtml#x">The stair</a></li></ol></nav></body></html>`;

function book(...more: ZipFile[]): Buffer {
  return tinyZip([
    { name: "mimetype", content: "application/epub+zip" },
    { name: "META-INF/container.xml", content: CONTAINER },
    { name: "OEBPS/book.opf", content: OPF },
    { name: "OEBPS/nav.xhtml", content: NAV },
    { name: "OEBPS/text/one.xhtml", content: "<html><body><h1>The gate</h1><p>It was shut.</p></body></html>" },
    { name: "OEBPS/text/two b.xhtml", content: "<html><body><p>It creaked.</p></body></html>" },
    ...more,
  ]);
}

test("a book as one is made by a program for them", async () => {
  const bytes = readFileSync(new URL("../../testing/fixtures/house.epub", import.meta.url));
  const { events, pages, leftOut } = await readAll(readEpub, sourceOf(bytes, { kind: "epub" }));
  const about = { title: "The House on the Quay", author: "Anna Weber", date: "2021-03-04" };
  expect(events[0]).toMatchObject({ facts: about });
  expect(pages.map((page) => [page.label, blocksIn(page)])).toEqual([
    [
      "The gate",
      [
        ["h1", "The gate"],
        ["paragraph", "The gate was shut — rust held it."],
      ],
    ],
    [
      "The stair",
      [
        ["h1", "The stair"],
        ["paragraph", "Nobody had climbed the stair since the flood."],
        ["item", "a lantern"],
      ],
    ],
  ]);
  expect(leftOut).toEqual([]);
});

test("chapters are pages in their order, called as the contents call them; what is missing is said", async () => {
  const { events, pages, leftOut } = await readAll(readEpub, sourceOf(book(), { kind: "epub" }));
  expect(events[0]).toMatchObject({ facts: { title: "The House", author: "A. Weber", date: "2021-03-04" } });
  expect(pages.map(({ label }) => label)).toEqual(["The gate", "The stair"]);
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "The gate"],
    ["paragraph", "It was shut."],
    ["h1", "The stair"],
    ["paragraph", "It creaked."],
  ]);
  expect(leftOut).toEqual(["chapters whose files are missing: OEBPS/text/lost.xhtml"]);
});

test("older books have their names in another file", async () => {
  const ncx = `<ncx><navMap><navPoint><navLabel><text>Old gate</text></navLabel><content src="text/one.xhtml"/></navPoint></navMap></ncx>`;
  const opf = OPF.replace(
    /<item id="nav"[^>]*>/,
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
  ).replace("<spine>", '<spine toc="ncx">');
  const files = [
    { name: "META-INF/container.xml", content: CONTAINER },
    { name: "OEBPS/book.opf", content: opf },
    { name: "OEBPS/toc.ncx", content: ncx },
    { name: "OEBPS/text/one.xhtml", content: "<p>It was shut.</p>" },
  ];
  const { pages } = await readAll(readEpub, sourceOf(tinyZip(files), { kind: "epub" }));
  expect(pages[0]?.label).toBe("Old gate");
});

test("chapters are read as books write them: names of letters, other encodings, notes beside the reading order, pictures said", async () => {
  const chapter = (words: string) => ({
    name: "OEBPS/text/one.xhtml",
    content: Buffer.from(
      `<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html [<!ENTITY a "b">]><html><head><title/></head><body>${words}</body></html>`,
      "latin1",
    ),
  });
  const opf = `<package xmlns:dc="x"><metadata><dc:title>The House</dc:title><dc:title>A novel</dc:title><dc:creator>A. Weber</dc:creator><dc:creator>B. Klein</dc:creator></metadata>
    <manifest><item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/><item id="plate" href="plate.xhtml" media-type="application/xhtml+xml"/></manifest>
    <spine><itemref idref="one"/><itemref idref="one"/><itemref idref="plate"/><itemref idref="notes" linear="no"/></spine></package>`;
  const files = [
    { name: "META-INF/container.xml", content: CONTAINER },
    { name: "OEBPS/book.opf", content: opf },
    chapter('<a id="x"/><p>Caf\xe9&nbsp;au &eacute;clair &mdash; &a;</p><script src="x"/><p>after</p>'),
    { name: "OEBPS/plate.xhtml", content: '<html><body><img src="http://x.y/z.png"/></body></html>' },
    { name: "OEBPS/notes.xhtml", content: "<html><body><p>1. As he said.</p></body></html>" },
  ];
  const { events, pages, leftOut } = await readAll(readEpub, sourceOf(tinyZip(files), { kind: "epub" }));
  expect(events[0]).toMatchObject({ facts: { title: "The House", author: "A. Weber, B. Klein" } });
  expect(pages.flatMap(blocksIn)).toEqual([
    ["paragraph", "Café au éclair — &a;"],
    ["paragraph", "after"],
    ["paragraph", "1. As he said."],
  ]);
  expect(leftOut).toEqual(["chapters without text: OEBPS/plate.xhtml"]);
});

test("a protected book is refused, one whose fonts are scrambled is read", async () => {
  const method = (algorithm: string) => ({
    name: "META-INF/encryption.xml",
    content: `<encryption><EncryptedData><EncryptionMethod Algorithm="${algorithm}"/></EncryptedData></encryption>`,
  });
  const read = (algorithm: string) => readAll(readEpub, sourceOf(book(method(algorithm)), { kind: "epub" }));
  await expect(read("http://www.w3.org/2001/04/xmlenc#aes128-cbc")).rejects.toThrow("protected");
  expect((await read("http://www.idpf.org/2008/embedding")).pages).toHaveLength(2);
});

test("what is no book, and a book without text, are refused in words", async () => {
  const read = (...files: ZipFile[]) => readAll(readEpub, sourceOf(tinyZip(files), { kind: "epub" }));
  await expect(read({ name: "a", content: "" })).rejects.toThrow("no e-book");
  await expect(
    read({ name: "META-INF/container.xml", content: CONTAINER }, { name: "OEBPS/book.opf", content: "<package/>" }),
  ).rejects.toThrow("there is no text in it");
});
