import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { implement } from "@orpc/server";
import { AppError } from "#main/rpc/errors.ts";
import { parserContract, type ParseEvent } from "./contract.ts";
import { openFile } from "./bytes.ts";
import type { ParseInput } from "./client.ts";
import { createPageDrawer } from "./draw.ts";
import { readFile } from "./formats/readers.ts";

/** Sent together: small enough to be looked at while more is read, large enough that the way does not count. */
const MOST_EVENTS = 16;
const MOST_LETTERS = 200_000;
const MOST_MS = 1_000;

/** The procedures of a parser child. */
export function parserRouter() {
  const os = implement(parserContract);
  const drawer = createPageDrawer();
  let reading: AsyncGenerator<ParseEvent, void> | null = null;
  return os.router({
    identify: os.identify.handler(async ({ input: { path } }) => {
      try {
        const { size, mtimeMs } = await stat(path);
        const hash = createHash("sha256");
        for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
        return { sha256: hash.digest("hex"), sizeBytes: size, modifiedAt: Math.round(mtimeMs) };
      } catch (error) {
        throw new AppError("NOT_FOUND", `${path} cannot be read.`, { what: "file" }, { cause: error });
      }
    }),
    begin: os.begin.handler(async ({ input }) => {
      await reading?.return(undefined);
      reading = read(input);
      return {};
    }),
    draw: os.draw.handler(({ input }) => drawer.draw(input)),
    next: os.next.handler(async () => {
      if (reading === null) throw new Error("No file is being read");
      const events: ParseEvent[] = [];
      let letters = 0;
      const since = performance.now();
      // Recognising takes seconds a page: whoever waits is told of each.
      while (events.length < MOST_EVENTS && letters < MOST_LETTERS && performance.now() - since < MOST_MS) {
        const { value, done } = await reading.next();
        if (done) return [...events, { type: "done" }];
        events.push(value);
        if (value.type === "page") letters += value.page.text.length;
      }
      return events;
    }),
  });
}

async function* read({ path, ...input }: ParseInput): AsyncGenerator<ParseEvent, void> {
  await using bytes = await openFile(path).catch((error: unknown) => {
    throw new AppError("NOT_FOUND", `${path} cannot be read.`, { what: "file" }, { cause: error });
  });
  yield* readFile({ ...input, bytes });
}
