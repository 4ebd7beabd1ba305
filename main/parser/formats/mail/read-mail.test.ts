import { expect, test } from "vitest";
import { blocksIn, type ReadFile, readAll, sourceOf } from "../../testing/source.ts";
import { tinyMsg } from "../../testing/tiny-msg.ts";
import { tinyPdf } from "../../testing/tiny-pdf.ts";
import { readFile } from "../readers.ts";

const read = (name: string, content: string | Buffer): Promise<ReadFile> =>
  readAll((source) => readFile(source), sourceOf(content, { name }));

const HEAD =
  "From: Anna Weber <anna@example.org>\r\nTo: ben@example.org, =?utf-8?q?J=C3=B6rg?= <j@example.org>\r\nDate: Mon, 6 May 2024 10:30:00 +0200\r\nSubject: =?utf-8?q?The_h=C3=A4user?=\r\n";

/** A message with attachments, each with its name and type. */
function mail(body: string, ...attachments: { name: string; type: string; content: Buffer | string }[]): string {
  const parts = attachments.map(
    ({ name, type, content }) =>
      `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content as string).toString("base64")}\r\n`,
  );
  return `${HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n${parts.join("")}--b--\r\n`;
}

test("a message gives its head and its text; what it says of itself are its facts", async () => {
  const { events, pages } = await read("a.eml", mail("The rent is due.\r\n\r\nAnna"));
  expect(events[0]).toMatchObject({
    facts: { kind: "mail", title: "The häuser", author: "Anna Weber <anna@example.org>", date: "2024-05-06" },
  });
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "The häuser"],
    ["paragraph", "From: Anna Weber <anna@example.org>"],
    ["paragraph", "To: ben@example.org, Jörg <j@example.org>"],
    ["paragraph", "Date: 2024-05-06 08:30 UTC"],
    ["paragraph", "The rent is due."],
    ["paragraph", "Anna"],
  ]);
});

test("a message of HTML alone is read by its words, nothing of it is fetched", async () => {
  const html = `${HEAD}Content-Type: text/html\r\n\r\n<style>x</style><p>Hello <img src="https://spy.example/x.png"><b>Ben</b></p>`;
  expect((await read("a.eml", html)).pages.flatMap(blocksIn).at(-1)).toEqual(["paragraph", "Hello Ben"]);
});

test("attachments are read under their names; those that cannot be are named with the reason", async () => {
  const { pages, leftOut } = await read(
    "a.eml",
    mail(
      "See both.",
      {
        name: "lease.pdf",
        type: "application/pdf",
        content: tinyPdf([[{ at: [72, 700], text: "Page one of the lease." }]]),
      },
      { name: "tool.exe", type: "application/octet-stream", content: "MZ\0\0" },
      { name: "list.csv", type: "text/csv", content: "a,b\n1,2" },
    ),
  );
  expect(pages.map(({ number, label, width }) => [number, label, width])).toEqual([
    [1, null, 0],
    [2, "lease.pdf", 0],
    [3, "list.csv", 0],
  ]);
  expect(pages.slice(1).map(blocksIn)).toEqual([
    [
      ["h2", "lease.pdf"],
      ["paragraph", "Page one of the lease."],
    ],
    [
      ["h2", "list.csv"],
      ["row", "a\tb"],
      ["row", "1\t2"],
    ],
  ]);
  expect(leftOut).toEqual([expect.stringMatching(/^attachments that were not read: tool\.exe \(it is a program/)]);
});

test("mail in mail is read to a depth, and then named", async () => {
  let inner = mail("the innermost");
  for (let depth = 0; depth < 5; depth += 1)
    inner = mail(`level ${String(depth)}`, { name: `m${String(depth)}.eml`, type: "message/rfc822", content: inner });
  const { pages, leftOut } = await read("a.eml", inner);
  expect(pages.map(({ text }) => /level \d/.exec(text)?.[0])).toEqual(["level 4", "level 3", "level 2", "level 1"]);
  expect(leftOut).toEqual([expect.stringContaining("that were not read: m1.eml (in m2.eml)")]);
});

test("a mailbox is one message after the other; quoted lines are as they were written", async () => {
  const box = `From a@b Mon May  6 10:30:00 2024\r\n${HEAD}\r\nOne.\r\n>From here on it rains.\r\n\r\nFrom c@d Tue May  7 10:30:00 2024\nSubject: Two\n\nFrom within a paragraph.\nSecond.\n`;
  const { events, pages } = await read("in.mbox", box);
  expect(events[0]).toMatchObject({ facts: { kind: "mailbox" } });
  expect(pages.map(({ label }) => label)).toEqual(["The häuser", "Two"]);
  expect(pages[0]?.text).toContain("From here on it rains.");
  expect(pages[1]?.text).toContain("From within a paragraph.");
});

const NOTICE = tinyMsg({
  properties: {
    "0037001F": "Notice of rent",
    "0C1A001F": "Anna Weber",
    "5D01001F": "anna@example.org",
    "1000001F": "The rent rises to 1,300 euros.\r\n\r\nAnna",
  },
  recipients: [{ "3001001F": "Ben", "39FE001F": "ben@example.org" }],
  attachments: [{ "3707001F": "terms.txt", "37010102": Buffer.from("Payable in advance.") }],
});

test("a message as Outlook saves it: its people, its day, its text and what is attached", async () => {
  const { events, pages, leftOut } = await read("message.msg", NOTICE);
  expect(events[0]).toMatchObject({
    facts: { kind: "mail", title: "Notice of rent", author: "Anna Weber <anna@example.org>" },
  });
  expect(pages[0]?.text).toContain("The rent rises to 1,300 euros.");
  expect(pages[1]).toMatchObject({ label: "terms.txt", text: "terms.txt\n\nPayable in advance." });
  expect(leftOut).toEqual([]);
});

test("what pretends to be Outlook's mail, and a mailbox without messages, are refused in words", async () => {
  await expect(read("cut.msg", NOTICE.subarray(0, NOTICE.length / 2))).rejects.toThrow(/damaged/);
  await expect(read("a.mbox", "not a mailbox at all")).rejects.toThrow("there are no messages in it");
});
