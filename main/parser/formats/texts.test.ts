import { expect, test } from "vitest";
import { decodeText } from "../decode-text.ts";
import { readAll, sourceOf } from "../testing/source.ts";
import { markdownPieces } from "./markdown.ts";
import { readPlainText } from "./text.ts";

test("Markdown gives headings, items, rows, code and paragraphs; links by their words", () => {
  const text =
    "# Title #\n\nOne *line*\nand **another** [link](http://x.y).\n\n- first\n2. second\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```js\nlet x;\n\n# no heading\n```\n";
  expect(markdownPieces(text)).toEqual([
    { kind: "heading", level: 1, text: "Title" },
    { kind: "paragraph", text: "One *line* and another link." },
    { kind: "item", text: "first" },
    { kind: "item", text: "second" },
    { kind: "row", text: "a\tb" },
    { kind: "row", text: "1\t2" },
    { kind: "paragraph", text: "let x;\n\n# no heading" },
  ]);
});

test("a text is cut into pages at paragraphs, and none of it is lost", async () => {
  const paragraphs = Array.from(
    { length: 40 },
    (_, index) => `Paragraph ${String(index)} ${"word ".repeat(60).trim()}.`,
  );
  const { pages } = await readAll(readPlainText, sourceOf(paragraphs.join("\r\n\r\n")));
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.map(({ text }) => text).join("\n\n")).toBe(paragraphs.join("\n\n"));
});

test("a text without line ends is cut into pages between words, or where there are none, anywhere", async () => {
  const words = Array.from({ length: 20_000 }, (_, index) => `word${String(index)}`).join(" ");
  const { pages } = await readAll(readPlainText, sourceOf(words));
  expect(pages.length).toBeGreaterThan(4);
  expect(pages.map(({ text }) => text).join(" ")).toBe(words);
  const letters = await readAll(readPlainText, sourceOf("x".repeat(100_000)));
  expect(letters.pages.map(({ text }) => text).join("")).toBe("x".repeat(100_000));
});

test("bytes become text by their mark, as UTF-8, as they say themselves, or as Windows wrote it before", () => {
  expect(decodeText(Buffer.from("\uFEFFäö", "utf16le"))).toBe("äö");
  expect(decodeText(Buffer.from([0xfe, 0xff, 0, 0xe4]))).toBe("ä");
  expect(decodeText(Buffer.from("äö €"))).toBe("äö €");
  expect(decodeText(Buffer.from([0xe4, 0x80]))).toBe("ä€");
  expect(decodeText(Buffer.from([0xc8, 0xd0]), "windows-1251")).toBe("ИР");
  expect(decodeText(Buffer.from("\x1b$B8@\x1b(B", "latin1"), "iso-2022-jp")).toBe("言");
  expect(decodeText(Buffer.from([0xe4]), "no such encoding")).toBe("ä");
});
