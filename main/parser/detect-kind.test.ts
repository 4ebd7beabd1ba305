import { expect, test } from "vitest";
import { bytesOf } from "./bytes.ts";
import { detectKind } from "./detect-kind.ts";
import { tinyCompound } from "./testing/tiny-compound.ts";
import { tinyZip } from "./testing/tiny-zip.ts";

const kindOf = (name: string, content: string | Buffer) =>
  detectKind({ name, bytes: bytesOf(typeof content === "string" ? Buffer.from(content, "latin1") : content) });
const zipOf = (...names: string[]) => tinyZip(names.map((name) => ({ name, content: name })));

test.each([
  ["a.txt", "%PDF-1.7 ...", "pdf"],
  ["a.pdf", "just words", "text"],
  ["a", "<!DOCTYPE html><html>", "html"],
  ["a", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "html"],
  ["report.csv", "<html><table>", "html"],
  ["a.txt", "<!-- saved from url --><html lang='en'>", "html"],
  ["a.md", "<html><p>in it</p></html>", "markdown"],
  ["a", "From: a@b.c\nSubject: x\n\nHello", "mail"],
  ["a.eml", "From sales@x.org Mon Jan  2 10:00:00 2023\nFrom: a@b.c", "mailbox"],
  ["a.md", "# Title", "markdown"],
  ["photo.pdf", "\x89PNG\r\n", "image"],
])("%s that begins with %j is %s", async (name, bytes, kind) => {
  expect(await kindOf(name, bytes)).toBe(kind);
});

test("archives are what is in them, whatever they are called", async () => {
  expect(await kindOf("a.zip", zipOf("docProps/app.xml", "word/document.xml"))).toBe("docx");
  expect(await kindOf("a.docx", zipOf("xl/workbook.xml"))).toBe("xlsx");
  expect(await kindOf("a.docx", zipOf("ppt/presentation.xml"))).toBe("pptx");
  const typed = (type: string) => tinyZip([{ name: "mimetype", content: type }]);
  expect(await kindOf("a", typed("application/epub+zip"))).toBe("epub");
  expect(await kindOf("a", typed("application/vnd.oasis.opendocument.text"))).toBe("odt");
});

test("compound files are mail, locked Office files, or refused with what to do", async () => {
  expect(await kindOf("a.doc", tinyCompound(["Root Entry", "__properties_version1.0"]))).toBe("mail");
  expect(await kindOf("a.xlsx", tinyCompound(["Root Entry", "a", "b", "c", "d", "EncryptedPackage"]))).toBe("xlsx");
});

test.each([
  ["tool.exe", "MZ\0\0", "program"],
  ["report.pdf", "MZ\0\0", "program"],
  ["data.bin", "\x01\0\0\0", "kind that Cloister does not read"],
  ["table.csv", "\x01\x02a\x03", "kind that Cloister does not read"],
  ["empty.txt", "", "empty"],
  ["photo.jpg", "\0\0\0\x18ftypheic", "HEIC photo; save it as JPEG"],
  ["files.docx", zipOf("a.txt", "b.txt"), "archive; unpack it"],
  ["cut.docx", zipOf("word/document.xml").subarray(0, 60), "damaged or cut off"],
  ["a.docx", tinyCompound(["Root Entry", "1Table", "WordDocument"]), "format before 2007 (.doc); save it as DOCX"],
  ["a.xls", tinyCompound(["Root Entry", "Workbook"]), "format before 2007 (.xls); save it as XLSX"],
  ["a.ppt", tinyCompound(["Root Entry", "PowerPoint Document"]), "format before 2007 (.ppt); save it as PPTX"],
  ["a.doc", Buffer.from("d0cf11e0a1b11ae1", "hex"), "damaged or very old Office file"],
])("%s is refused in words", async (name, content, words) => {
  await expect(kindOf(name, content)).rejects.toThrow(words);
});
