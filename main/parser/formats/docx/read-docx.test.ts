import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { tinyZip } from "../../testing/tiny-zip.ts";
import { readDocx } from "./read-docx.ts";

const fixture = (name: string) => readFile(new URL(`../../testing/fixtures/${name}`, import.meta.url));

/** A document of this body, with these other parts. */
function word(body: string, parts: Readonly<Record<string, string>> = {}) {
  const files = { "word/document.xml": `<w:document><w:body>${body}</w:body></w:document>`, ...parts };
  return sourceOf(tinyZip(Object.entries(files).map(([name, content]) => ({ name, content }))), { kind: "docx" });
}
const p = (inside: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${inside}</w:p>`;
const r = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const blocks = async (...args: Parameters<typeof word>) =>
  (await readAll(readDocx, word(...args))).pages.flatMap((page) => blocksIn(page));

test("a document as Word's libraries write it: headings, lists, table, comment; no page head", async () => {
  const { events, pages } = await readAll(readDocx, sourceOf(await fixture("lease.docx"), { kind: "docx" }));
  expect(events[0]).toMatchObject({
    facts: { kind: "docx", title: "Lease", author: "Anna Weber", date: "2024-05-06", pages: 1 },
  });
  expect(pages.map(blocksIn)).toEqual([
    [
      ["h1", "Lease agreement"],
      ["h1", "Rent"],
      ["paragraph", "The tenant pays 1,250 euros each month."],
      ["paragraph", "[Comment by Ben: Is this net?]"],
      ["item", "Keys"],
      ["item", "1. First step"],
      ["item", "2. Second step"],
      ["row", "Item\tCount\tPrice"],
      ["row", "Key\t2\t10.00"],
      ["row", "Lock\t1\t45.50"],
    ],
  ]);
});

test("clauses have the numbers that Word draws, through levels, styles and restarts", async () => {
  const level = (at: number, format: string, text: string, more = "") =>
    `<w:lvl w:ilvl="${String(at)}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const numbering = `<w:numbering><w:abstractNum w:abstractNumId="0">${level(0, "decimal", "%1.", '<w:pStyle w:val="Clause"/>')}${level(1, "decimal", "%1.%2")}${level(2, "lowerLetter", "(%3)")}</w:abstractNum>
    <w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="6"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>`;
  const styles = `<w:styles><w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>`;
  const listed = (text: string, at: number, id = 5) =>
    p(r(text), `<w:numPr><w:ilvl w:val="${String(at)}"/><w:numId w:val="${String(id)}"/></w:numPr>`);
  const body =
    p(r("Rent"), '<w:pStyle w:val="Clause"/>') +
    listed("It is due monthly.", 1) +
    listed("in advance", 2) +
    listed("in euros", 2) +
    listed("It is not reduced.", 1) +
    p(r("Term"), '<w:pStyle w:val="Clause"/>') +
    listed("It is a year.", 1) +
    listed("Annex", 0, 6);
  expect(await blocks(body, { "word/numbering.xml": numbering, "word/styles.xml": styles })).toEqual([
    ["h1", "1. Rent"],
    ["item", "1.1 It is due monthly."],
    ["item", "(a) in advance"],
    ["item", "(b) in euros"],
    ["item", "1.2 It is not reduced."],
    ["h1", "2. Term"],
    ["item", "2.1 It is a year."],
    ["item", "1. Annex"],
  ]);
});

test("tracked changes read as accepted, and what was deleted is said to be left out", async () => {
  const body =
    p(
      r("The rent is ") + `<w:del w:author="B"><w:r><w:delText>900</w:delText></w:r></w:del><w:ins>${r("950")}</w:ins>`,
    ) +
    p(`<w:moveFrom>${r("Moved away.")}</w:moveFrom><w:moveTo>${r("Moved here.")}</w:moveTo>`) +
    `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>${p(r("gone"))}</w:tc><w:tc>${p(r("gone"))}</w:tc></w:tr><w:tr><w:tc>${p(r("kept"))}</w:tc><w:tc>${p(r("too"))}</w:tc></w:tr></w:tbl>`;
  const { pages, leftOut } = await readAll(readDocx, word(body));
  expect(pages.map(blocksIn)).toEqual([
    [
      ["paragraph", "The rent is 950"],
      ["paragraph", "Moved here."],
      ["row", "kept\ttoo"],
    ],
  ]);
  expect(leftOut).toEqual(["text deleted in 3 tracked changes"]);
});

test("notes follow their paragraph; fields, hidden text, fallbacks and text boxes read as they are seen", async () => {
  const footnotes = `<w:footnotes><w:footnote w:type="separator" w:id="0">${p("")}</w:footnote><w:footnote w:id="1">${p(r("See Annex B."))}</w:footnote></w:footnotes>`;
  const box = `<mc:AlternateContent><mc:Choice><w:txbxContent>${p(r("In a box."))}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${p(r("In a box."))}</w:txbxContent></mc:Fallback></mc:AlternateContent>`;
  const body =
    p(r("Rent") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + r(" is due.")) +
    p("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>" + r("seen")) +
    p(`<w:r>${box}</w:r>` + r("Beside it."));
  expect(await blocks(body, { "word/footnotes.xml": footnotes })).toEqual([
    ["paragraph", "Rent[1] is due."],
    ["paragraph", "[1] See Annex B."],
    ["paragraph", "seen"],
    ["paragraph", "In a box."],
    ["paragraph", "Beside it."],
  ]);
});

test("pages are those of Word where it noted them", async () => {
  const body =
    p(r("One.")) +
    p("<w:r><w:lastRenderedPageBreak/><w:t>Two begins.</w:t></w:r>") +
    p("<w:r><w:t>Two ends </w:t><w:lastRenderedPageBreak/><w:t>on three.</w:t></w:r>") +
    p(r("Three."));
  const { pages } = await readAll(readDocx, word(body));
  expect(pages.map(({ text }) => text)).toEqual(["One.", "Two begins.\n\nTwo ends on three.", "Three."]);
});

test("cells that span columns keep the others in theirs; a table of one cell is a frame", async () => {
  const cell = (text: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${p(r(text))}</w:tc>`;
  const inner = `<w:tbl><w:tr>${cell("x")}${cell("y")}</w:tr></w:tbl>`;
  const body = `<w:tbl><w:tr>${cell("wide", '<w:gridSpan w:val="2"/>')}${cell("c")}</w:tr><w:tr>${cell("a")}<w:tc>${inner}${p("")}</w:tc>${cell("c2")}</w:tr></w:tbl><w:tbl><w:tr>${cell("Framed text.")}</w:tr></w:tbl>`;
  expect(await blocks(body)).toEqual([
    ["row", "wide\t\tc"],
    ["row", "a\tx y\tc2"],
    ["paragraph", "Framed text."],
  ]);
});

test("entities of a file's own are not expanded; what is no document is refused in words", async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const files = [{ name: "word/document.xml", content: `${bomb}<w:document>${p(r("&b; &amp; &#228;"))}</w:document>` }];
  const { pages } = await readAll(readDocx, sourceOf(tinyZip(files), { kind: "docx" }));
  expect(pages[0]?.text).toBe("&b; & ä");
  const none = sourceOf(tinyZip([{ name: "word/other.xml", content: "" }]), { kind: "docx" });
  await expect(readAll(readDocx, none)).rejects.toThrow("no Word document");
});

test("elements a hundred thousand deep are read", async () => {
  const deep = 100_000;
  const body = "<w:sdt>".repeat(deep) + p(r("deep")) + "</w:sdt>".repeat(deep);
  expect(await blocks(body)).toEqual([["paragraph", "deep"]]);
});
