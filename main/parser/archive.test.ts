import { expect, test } from "vitest";
import { openArchive } from "./archive.ts";
import { bytesOf } from "./bytes.ts";
import { tinyZip, type ZipFile } from "./testing/tiny-zip.ts";

const open = (...files: ZipFile[]) => openArchive({ name: "a.docx", bytes: bytesOf(tinyZip(files)) });

test("a file in an archive is read whole or in pieces; one that is not there is null", async () => {
  const archive = await open({ name: "a.xml", content: "<a/>" }, { name: "b", content: "x".repeat(100_000) });
  expect(archive.names).toEqual(["a.xml", "b"]);
  expect((await archive.read("a.xml"))?.toString()).toBe("<a/>");
  expect(await archive.read("none")).toBeNull();
  let length = 0;
  for await (const chunk of archive.stream("b")) length += chunk.length;
  expect(length).toBe(100_000);
});

test("what unpacks to a thousand times its size is refused before it is unpacked", async () => {
  const archive = await open({ name: "bomb", content: Buffer.alloc(32e6) });
  await expect(archive.read("bomb")).rejects.toThrow("unpacks to much more than any document has");
});

test("what unpacks to more than it says is not read to its end", async () => {
  const archive = await open({ name: "liar", content: Buffer.alloc(32e6), claimedBytes: 1_000 });
  await expect(archive.read("liar")).rejects.toMatchObject({ code: "DOCUMENT_UNREADABLE" });
});

test("all that is unpacked of one file has a limit, however it is divided", async () => {
  const claimedBytes = 250e6;
  const archive = await open(
    ...[1, 2, 3, 4, 5].map((part) => ({ name: String(part), content: Buffer.alloc(1e6, String(part)), claimedBytes })),
  );
  await expect(archive.read("1")).rejects.toMatchObject({ code: "DOCUMENT_UNREADABLE" });
});
