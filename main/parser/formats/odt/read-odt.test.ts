import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { tinyZip, type ZipFile } from "../../testing/tiny-zip.ts";
import { readOdt } from "./read-odt.ts";

test("a letter with a heading, blanks, a note, a list and a table", async () => {
  const bytes = readFileSync(new URL("../../testing/fixtures/letter.odt", import.meta.url));
  const { events, pages } = await readAll(readOdt, sourceOf(bytes, { kind: "odt" }));
  expect(events[0]).toMatchObject({ facts: { kind: "odt", title: "Letter", author: "Anna Weber" } });
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "Terms"],
    ["paragraph", "Two blanks and a break[1]."],
    ["paragraph", "[1] As agreed in May."],
    ["item", "bring keys"],
    ["item", "read meters"],
    ["row", "Room\tSize"],
    ["row", "Kitchen\t12 m²"],
  ]);
});

const written = (body: string, ...more: ZipFile[]) =>
  tinyZip([
    {
      name: "content.xml",
      content: `<office:document-content><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    },
    ...more,
  ]);

test("deleted text is left out and said, comments have their author, blanks have an end", async () => {
  const body =
    "<text:tracked-changes><text:changed-region><text:deletion><dc:creator>X</dc:creator><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>" +
    '<text:p>Kept<office:annotation><dc:creator>Ben</dc:creator><dc:date>2024</dc:date><text:p>Is this net?</text:p></office:annotation> text<text:s text:c="900000000"/>end.</text:p>';
  const { pages, leftOut } = await readAll(readOdt, sourceOf(written(body)));
  expect(pages.flatMap(blocksIn)).toEqual([
    ["paragraph", "Kept text end."],
    ["paragraph", "[Comment by Ben: Is this net?]"],
  ]);
  expect(leftOut).toEqual(["text deleted in 1 tracked change"]);
});

test("an encrypted one, and what is none, are refused in words", async () => {
  const locked = written("", {
    name: "META-INF/manifest.xml",
    content: "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
  });
  await expect(readAll(readOdt, sourceOf(locked))).rejects.toThrow("it is encrypted");
  await expect(readAll(readOdt, sourceOf(tinyZip([{ name: "a", content: "" }])))).rejects.toThrow(
    "no OpenDocument text",
  );
});
