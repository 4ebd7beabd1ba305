import { expect, test } from "vitest";
import { blocksIn, type ReadFile, readAll, sourceOf } from "../../testing/source.ts";
import { tinyMsg } from "../../testing/tiny-msg.ts";
import { readFile } from "../readers.ts";

const read = (name: string, content: string | Buffer): Promise<ReadFile> =>
  readAll((source) => readFile(source), sourceOf(content, { name }));

const HEAD = "From: anna@example.org\r\nSubject: Keys\r\n";

const part = (type: string, body: string, more = "") => `--b\r\nContent-Type: ${type}\r\n${more}\r\n${body}\r\n`;
const multipart = (kind: string, ...parts: string[]) =>
  `${HEAD}Content-Type: multipart/${kind}; boundary=b\r\n\r\n${parts.join("")}--b--\r\n`;

test("what Outlook packs for itself is named; a document that stands among a text's pictures is read", async () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const inner = "Content-Transfer-Encoding: base64\r\nContent-ID: <1>\r\nContent-Disposition: inline; filename=";
  const { pages, leftOut } = await read(
    "a.eml",
    multipart(
      "related",
      part("text/plain", "See below."),
      part("text/csv", base64("a,b\n1,2"), `${inner}list.csv\r\n`),
      part("image/png", base64("\x89PNG"), `${inner}look.png\r\n`),
      part("application/ms-tnef", base64("\x78\x9f\x3e\x22\0\0"), `${inner}winmail.dat\r\n`),
    ),
  );
  expect(pages.map(({ label }) => label)).toEqual([null, "list.csv"]);
  expect(leftOut).toEqual([expect.stringMatching(/^attachments that were not read: winmail\.dat \(/)]);
});

test("sealed mail is said to be sealed, whoever sealed it", async () => {
  const smime = `${HEAD}Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n`;
  const pgp = multipart(
    "encrypted",
    part("application/pgp-encrypted", "Version: 1"),
    part("application/octet-stream", "-----BEGIN PGP MESSAGE-----"),
  );
  const typed = `${HEAD}\r\n-----BEGIN PGP MESSAGE-----\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n`;
  const outlook = tinyMsg({
    properties: { "001A001F": "IPM.Note.SMIME", "0037001F": "Keys" },
    attachments: [{ "3707001F": "smime.p7m", "37010102": Buffer.from("sealed") }],
  });
  for (const mail of [smime, pgp, typed, outlook]) {
    const { pages, leftOut } = await read(mail === outlook ? "a.msg" : "a.eml", mail);
    expect(pages[0]?.text).toContain("Keys");
    expect(leftOut[0]).toMatch(/^the message's text, which is encrypted/);
  }
});

test("plain text that only says that there is HTML gives way to it", async () => {
  const html = `<p>${"The rent rises to 1,300 euros. ".repeat(5)}</p>`;
  const both = (plain: string) =>
    read("a.eml", multipart("alternative", part("text/plain", plain), part("text/html", html)));
  expect((await both("This mail is HTML.")).pages[0]?.text).toContain("1,300 euros");
  expect(
    (await both("The rent rises to 1,300 euros, as we wrote in March and in May.".repeat(2))).pages[0]?.text,
  ).toContain("as we wrote");
});

test("a message that is too large is passed over, and those around it are read", async () => {
  const begin = (subject: string) => Buffer.from(`From a@b Mon May  6 10:30:00 2024\nSubject: ${subject}\n\n`);
  const box = Buffer.concat([
    begin("One"),
    Buffer.from("\n".repeat(1e5)),
    begin("Two"),
    Buffer.alloc(65e6, "a"),
    Buffer.from("\n\n"),
    begin("Three"),
    Buffer.from("The end."),
  ]);
  const { pages, leftOut } = await read("a.mbox", box);
  expect(pages.map(({ label }) => label)).toEqual(["One", "Three"]);
  expect(pages[1]?.text).toContain("The end.");
  expect(leftOut).toEqual(["messages that are too large: 1"]);
});

test("a message that was made to fill the memory or to take hours is refused; a long one has pages", async () => {
  await expect(read("a.eml", multipart("mixed", part("text/plain", "x").repeat(30_000)))).rejects.toThrow(
    "a.eml cannot be read: it has more than 20,000 parts",
  );
  await expect(read("a.eml", `${HEAD}\r\n${"\r\n".repeat(1e6)}`)).rejects.toThrow("more than 300,000 lines");
  const deep = await read("a.eml", `${HEAD}Content-Type: text/html\r\n\r\n${"<div>a\r\n".repeat(50_000)}`);
  expect(deep.leftOut).toEqual([expect.stringMatching(/^the message's text/)]);
  const { pages } = await read("a.eml", `${HEAD}\r\n${"Forty words of a clause that goes on.\r\n\r\n".repeat(500)}`);
  expect(pages.length).toBeGreaterThan(3);
  expect(pages.map(({ number }) => number)).toEqual(pages.map((_, index) => index + 1));
});

/** Rich text as a message holds it, not packed. `says`: how much there is. */
function rich(rtf: string, says = rtf.length + 12): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(says, 0);
  head.writeUInt32LE(rtf.length, 4);
  head.write("MELA", 8, "latin1");
  return Buffer.concat([head, Buffer.from(rtf, "latin1")]);
}

test("Outlook's rich text is read, and what it wrapped in it; one that claims more than there is, is named", async () => {
  const message = (body: Buffer) => read("a.msg", tinyMsg({ properties: { "0037001F": "Keys", "10090102": body } }));
  const own = await message(rich(String.raw`{\rtf1\ansi The rent is \'80 5.\par Anna\par}`));
  expect(own.pages.flatMap(blocksIn).slice(-2)).toEqual([
    ["paragraph", "The rent is € 5."],
    ["paragraph", "Anna"],
  ]);
  const wrapped = await message(
    rich(
      String.raw`{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}The {\*\htmltag84 <b>}keys{\*\htmltag92 </b>}{\*\htmltag72 </p>}}`,
    ),
  );
  expect(wrapped.pages.flatMap(blocksIn).at(-1)).toEqual(["paragraph", "The keys"]);
  const claims = await message(rich("{\\rtf1 x}", 2_000_000_000));
  expect(claims.leftOut).toEqual(["the message's text, which is damaged"]);
});

test("Outlook's mail whose sectors or folders lead back into themselves, or that claims more than there is, is refused", async () => {
  const whole = tinyMsg({ properties: { "0037001F": "Keys", "1000001F": "The keys lie under the mat. ".repeat(10) } });
  expect((await read("a.msg", whole)).pages[0]?.text).toContain("under the mat");
  const sectorAt = (headerAt: number) => 512 * (whole.readInt32LE(headerAt) + 1);
  const directory = sectorAt(0x30);
  const [smallTable, table] = [sectorAt(0x3c), sectorAt(0x4c)];
  const broken: [at: number, value: number][] = [
    ...[0, 1, 2, 3, 4, 5].map((index): [number, number] => [smallTable + 4 * index, index]),
    [table + 4 * whole.readInt32LE(0x30), whole.readInt32LE(0x30)],
    [directory + 0x4c, 0],
    [directory + 128 + 0x44, 1],
    [directory + 128 + 0x78, 0x7fffffff],
    [0x2c, 0x7fffffff],
  ];
  const changed = broken.map(([at, value]) => {
    const copy = Buffer.from(whole);
    copy.writeInt32LE(value, at);
    return copy;
  });
  const looped = Buffer.from(whole);
  for (const [at, value] of broken.slice(0, 6)) looped.writeInt32LE(value, at);
  for (const bad of [looped, ...changed.slice(6)]) await expect(read("a.msg", bad)).rejects.toThrow("damaged");
});
