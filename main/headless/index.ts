import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHeadlessArgs } from "./args.ts";
import { runProgram } from "./program.ts";

/** The same two folders up from the source and from the bundle (`out/main/headless.js`). */
const root = fileURLToPath(new URL("../../", import.meta.url));

await runProgram({
  root,
  parseArgs: () => parseHeadlessArgs(process.argv.slice(2)),
  pages: () => Promise.resolve({ kind: "folder", folder: join(root, "out/renderer") }),
});
