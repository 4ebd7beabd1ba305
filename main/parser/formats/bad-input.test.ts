import { expect, test } from "vitest";
import { bytesOf } from "../bytes.ts";
import type { ParseEvent } from "../contract.ts";
import { tinyZip, type ZipFile } from "../testing/tiny-zip.ts";
import { readFile } from "./readers.ts";

/** What the parser child does with a file, by its bytes and its name alone. */
async function read(name: string, content: Buffer | string) {
  const events: ParseEvent[] = [];
  const none = { fromPage: 1, password: null, recognise: null, languagesFolder: "" };
  const bytes = bytesOf(typeof content === "string" ? Buffer.from(content) : content);
  for await (const event of readFile({ name, bytes, ...none })) events.push(event);
  const pages = events.flatMap((event) => (event.type === "page" ? [event.page.text] : []));
  return {
    kind: events.flatMap((event) => (event.type === "facts" ? [event.facts.kind] : []))[0],
    text: pages.join("\n"),
  };
}

/** A billion times "lol", in the few bytes that XML lets one say it in. */
const LEVELS = Array.from({ length: 9 }, (_, level) => {
  const below = level === 0 ? "&lol;" : `&lol${String(level)};`;
  return `<!ENTITY lol${String(level + 1)} "${below.repeat(10)}">`;
});
const XML_BOMB = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${LEVELS.join("")}]>`;
/** Names a file of the computer, and asks for it to be put in. */
const OUTSIDE = '<!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]>';

function workbook(sheet: string | Uint8Array, prolog = ""): ZipFile[] {
  return [
    {
      name: "xl/workbook.xml",
      content: `${prolog}<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
    },
    { name: "xl/worksheets/s.xml", content: sheet },
  ];
}

function sheet(words: string, prolog = ""): string {
  return `${prolog}<worksheet><sheetData><row><c t="inlineStr"><is><t>${words}</t></is></c></row></sheetData></worksheet>`;
}

function book(chapter: string | Uint8Array, prolog = ""): ZipFile[] {
  return [
    {
      name: "META-INF/container.xml",
      content: '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
    },
    {
      name: "b.opf",
      content: `${prolog}<package><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>`,
    },
    { name: "c.xhtml", content: chapter },
  ];
}

const MADE = {
  xlsx: { files: workbook, inside: sheet },
  epub: { files: book, inside: (words: string, prolog = "") => `${prolog}<html><body><p>${words}</p></body></html>` },
} as const;

for (const [kind, { files, inside }] of Object.entries(MADE)) {
  test(`${kind}: read whatever it is called`, async () => {
    expect(await read("a.txt", tinyZip(files(inside("words"))))).toMatchObject({
      kind,
      text: expect.stringContaining("words") as string,
    });
  });

  test(`${kind}: cut off anywhere, it is refused in words`, async () => {
    const whole = tinyZip(files(inside("words")));
    for (let length = 4; length < whole.length - 1; length += 97)
      await expect(read(`a.${kind}`, whole.subarray(0, length))).rejects.toMatchObject({ code: "DOCUMENT_UNREADABLE" });
  });

  test(`${kind}: names that stand for a billion letters, or for files of the computer, stand for nothing`, async () => {
    for (const [prolog, name] of [
      [XML_BOMB, "&lol9;"],
      [OUTSIDE, "&file;"],
    ] as const) {
      const { text } = await read(`a.${kind}`, tinyZip(files(inside(`before ${name} after`, prolog), prolog)));
      expect(text).toContain(`before ${name} after`);
    }
  });

  test(`${kind}: what unpacks to much more than it is is refused before it is unpacked`, async () => {
    const bomb = tinyZip(files(Buffer.alloc(64e6, " ")));
    expect(bomb.length).toBeLessThan(300_000);
    await expect(read(`a.${kind}`, bomb)).rejects.toThrow("unpacks to much more than any document has");
  });

  test(`${kind}: bytes changed anywhere give text or a reason, and never a fault`, async () => {
    const whole = tinyZip(files(inside("some words that are packed")));
    for (let at = 0; at < whole.length; at += 13) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x55, at);
      const outcome = await read(`a.${kind}`, changed).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "DOCUMENT_UNREADABLE" });
    }
  });
}

test("a page of the web loads nothing and runs nothing: of what it names elsewhere, only words stand in its text", async () => {
  const page = `${XML_BOMB}<html><head><link rel="stylesheet" href="http://x.y/a.css"><script src="http://x.y/a.js"></script></head>
    <body onload="alert(1)"><iframe src="http://x.y/"></iframe><img src="http://x.y/a.png" alt="A lamp"><object data="file:///etc/passwd"></object>
    <p>&lol9; <a href="javascript:alert(1)">the link</a></p></body></html>`;
  const { text } = await read("a.html", page);
  expect(text.replace(/\s+/g, " ")).toContain("A lamp &lol9; the link");
  expect(text).not.toMatch(/x\.y|alert|passwd/);
});

test("tables that are none are refused, or read as what they are", async () => {
  await expect(read("a.csv", "")).rejects.toThrow("the file is empty");
  await expect(read("a.csv", "\0\0\0")).rejects.toThrow("of a kind that Cloister does not read");
  expect(await read("a.csv", "just a line")).toEqual({ kind: "csv", text: "just a line" });
  expect((await read("a.csv", "%PDF-1.7").catch((error: unknown) => error)) as Error).toMatchObject({
    code: "DOCUMENT_UNREADABLE",
  });
});
