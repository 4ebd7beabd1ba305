import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as electron from "electron";
import { createLog } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { parseDesktopArgs } from "./args.ts";
import { silenceChromium } from "./harden.ts";
import { runDesktop } from "./run.ts";
import { PAGE_SCHEME } from "./scheme.ts";

const { app, protocol } = electron;

/** `out/main/index.js`: two folders down, in the bundle as in the packaged archive. */
const root = fileURLToPath(new URL("../../", import.meta.url));
const args = parseDesktopArgs(process.argv.slice(1), process.cwd());

app.enableSandbox();
protocol.registerSchemesAsPrivileged([PAGE_SCHEME]);
silenceChromium(app.commandLine);
// What Chromium keeps of a page lies with everything else of ours, and one data folder has one instance.
app.setPath("userData", join(args.dataDir, "browser"));

runDesktop({
  electron,
  root,
  args,
  sampleDir: app.isPackaged ? dataPaths(args.dataDir).models : join(root, ".cache/models"),
  developmentOrigin: app.isPackaged ? null : (process.env["ELECTRON_RENDERER_URL"] ?? null),
  log: createLog({ file: join(dataPaths(args.dataDir).logs, "app.log"), level: "info" }),
});
