import { existsSync, writeFileSync } from "node:fs";
import { implement } from "@orpc/server";
import { serveChild } from "#main/process/serve-child.ts";
import { parserContract } from "../contract.ts";

/** A parser that does to its caller what hostile files make a real one do, by the path that it is given. */
function unrulyRouter() {
  const os = implement(parserContract);
  let path = "";
  const answer = async (): Promise<void> => {
    if (path === "hangs") await new Promise(() => undefined);
    // The first reader of this file is killed from outside, the next one is not.
    const mark = /^killed once, see (.+)$/.exec(path)?.[1];
    if (mark !== undefined && !existsSync(mark)) {
      writeFileSync(mark, "");
      process.kill(process.pid, "SIGKILL");
      await new Promise(() => undefined);
    }
    if (path !== "ends") return;
    process.stderr.write("This file takes more memory than any document should.\n");
    process.exit(1);
  };
  return os.router({
    identify: os.identify.handler(async ({ input }) => {
      path = input.path;
      await answer();
      return { sha256: "", sizeBytes: 0, modifiedAt: 0 };
    }),
    begin: os.begin.handler(({ input }) => {
      path = input.path;
      return {};
    }),
    draw: os.draw.handler(async ({ input }) => {
      path = input.path;
      await answer();
      return { webp: "", widthPx: 0, heightPx: 0 };
    }),
    next: os.next.handler(async () => {
      await answer();
      return [{ type: "done" as const }];
    }),
  });
}

serveChild({ kind: "parser", priority: "low", router: unrulyRouter, onAlone: () => process.exit(0) });
