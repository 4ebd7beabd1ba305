import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import type { ParserClient } from "./client.ts";
import type { ParseEvent } from "./contract.ts";
import { startParser } from "./start.ts";
import { tinyPdf } from "./testing/tiny-pdf.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const signal = () => new AbortController().signal;

async function read(parser: ParserClient, path: string): Promise<ParseEvent[]> {
  const events: ParseEvent[] = [];
  const input = { path, name: "a.pdf", fromPage: 1, password: null, recognise: null, languagesFolder: "" };
  for await (const event of parser.parse(input, signal())) events.push(event);
  return events;
}

test("a child reads one file after another, also after one that is refused", async () => {
  const host = createNodeChildHost();
  using parser = startParser({ childHost: host, onCrash: () => undefined });
  const [broken, whole] = [join(folder, "broken.pdf"), join(folder, "whole.pdf")];
  await writeFile(broken, "%PDF-1.7");
  await writeFile(whole, tinyPdf([[{ at: [72, 700], text: "Here it is." }]]));
  await expect(read(parser, broken)).rejects.toMatchObject({ code: "DOCUMENT_UNREADABLE" });
  const events = await read(parser, whole);
  expect(events.map(({ type }) => type)).toEqual(["facts", "page"]);
  const { sizeBytes } = await parser.identify(whole, signal());
  expect(sizeBytes).toBeGreaterThan(100);
  await expect(parser.identify(join(folder, "none.pdf"), signal())).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a file that ends its child, or holds it up, is unreadable, and the next one gets another", async () => {
  // A child that ends itself when it is asked for a file called "ends", and never answers for one called "hangs".
  const fixture = fileURLToPath(new URL("testing/unruly-parser.ts", import.meta.url));
  const crashes: unknown[] = [];
  const options = { childHost: createNodeChildHost(() => fixture), onCrash: (exit: unknown) => crashes.push(exit) };
  using parser = startParser({ ...options, pageLimitMs: 500, fileLimitMs: 500 });
  await expect(read(parser, "ends")).rejects.toMatchObject({
    code: "DOCUMENT_UNREADABLE",
    data: { problem: "it takes too much memory from page 1 on" },
  });
  await expect(read(parser, "hangs")).rejects.toMatchObject({
    code: "DOCUMENT_UNREADABLE",
    data: { problem: "page 1 takes too long" },
  });
  await expect(parser.identify("hangs", signal())).rejects.toMatchObject({
    code: "DOCUMENT_UNREADABLE",
    data: { problem: "its disk does not answer" },
  });
  expect(await read(parser, "fine")).toEqual([]);
  expect(crashes).toHaveLength(1);
});

test("a reader that is killed from outside is no fault of the file: another one goes on", async () => {
  const fixture = fileURLToPath(new URL("testing/unruly-parser.ts", import.meta.url));
  const crashes: unknown[] = [];
  const options = { childHost: createNodeChildHost(() => fixture), onCrash: (exit: unknown) => crashes.push(exit) };
  using parser = startParser(options);
  expect(await read(parser, `killed once, see ${join(folder, "read")}`)).toEqual([]);
  await parser.identify(`killed once, see ${join(folder, "identified")}`, signal());
  expect(crashes).toHaveLength(2);
});
