/** The headless program from source, with pages that Vite builds when they are asked for. Run by dev.ts, which restarts it. */
import type { Server } from "node:http";
import { join } from "node:path";
import { createServer } from "vite";
import { parseHeadlessArgs } from "#main/headless/args.ts";
import type { Pages } from "#main/headless/http.ts";
import { runProgram } from "#main/headless/program.ts";
import config from "../../electron.vite.config.ts";
import { root } from "./test/command.ts";

const session = process.env["CLOISTER_DEV_SESSION"];

await runProgram({
  root,
  parseArgs: () => parseHeadlessArgs(process.argv.slice(2)),
  pages: startPageServer,
  ...(session === undefined ? {} : { fixedSession: session }),
});

async function startPageServer(server: Server): Promise<Pages> {
  const { renderer } = config;
  const vite = await createServer({
    ...renderer,
    configFile: false,
    root: join(root, "renderer"),
    server: { middlewareMode: true, hmr: { server } },
    appType: "spa",
  });
  return { kind: "development", serve: vite.middlewares };
}
