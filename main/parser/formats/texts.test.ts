import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeText } from "../decode-text.ts";
import { detectKind } from "../detect-kind.ts";
import { markdownPieces } from "./markdown.ts";
import { readPlainText } from "./text.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

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
  const path = join(folder, "a.txt");
  const paragraphs = Array.from(
    { length: 40 },
    (_, index) => `Paragraph ${String(index)} ${"word ".repeat(60).trim()}.`,
  );
  await writeFile(path, paragraphs.join("\r\n\r\n"));
  const source = {
    path,
    name: "a.txt",
    kind: "text" as const,
    fromPage: 1,
    password: null,
    recognise: null,
    languagesFolder: "",
  };
  const pages: string[] = [];
  for await (const event of readPlainText(source)) if (event.type === "page") pages.push(event.page.text);
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.join("\n\n")).toBe(paragraphs.join("\n\n"));
});

test("bytes become text by their mark, as UTF-8, or as Windows wrote it before", () => {
  expect(decodeText(Buffer.from("\uFEFFäö", "utf16le"))).toBe("äö");
  expect(decodeText(Buffer.from([0xfe, 0xff, 0, 0xe4]))).toBe("ä");
  expect(decodeText(Buffer.from("äö €"))).toBe("äö €");
  expect(decodeText(Buffer.from([0xe4, 0x80]))).toBe("ä€");
});

test.each([
  ["a.txt", "%PDF-1.7 ...", "pdf"],
  ["a.pdf", "just words", "text"],
  ["a.docx", "PK\x03\x04....word/document.xml", "docx"],
  ["book.zip", "PK\x03\x04..................mimetypeapplication/epub+zip", "epub"],
  ["a", "<!DOCTYPE html><html>", "html"],
  ["a", "From: a@b.c\nSubject: x\n\nHello", "mail"],
  ["a.md", "# Title", "markdown"],
])("%s that begins with %j is %s", async (name, bytes, kind) => {
  const path = join(folder, "file");
  await writeFile(path, bytes, "latin1");
  expect(await detectKind(path, name)).toBe(kind);
});

test.each([
  ["tool.exe", "MZ\0\0", "kind that Cloister does not read"],
  ["old.doc", "\xd0\xcf\x11\xe0\0\0", "kind that Cloister does not read"],
  ["empty.txt", "", "empty"],
])("%s is refused in words", async (name, bytes, words) => {
  const path = join(folder, "file");
  await writeFile(path, bytes, "latin1");
  await expect(detectKind(path, name)).rejects.toThrow(words);
});
