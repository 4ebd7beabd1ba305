import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataDir } from "#main/lib/default-data-dir.ts";
import { type Intent, readIntents } from "./intent.ts";

export interface DesktopArgs {
  dataDir: string;
  intents: Intent[];
}

/** `--data-dir DIR`, files and links; what Chromium and the system add to a command line is left alone. */
export function parseDesktopArgs(argv: readonly string[], cwd: string): DesktopArgs {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { "data-dir": { type: "string" } },
    strict: false,
    allowPositionals: true,
  });
  const given = values["data-dir"];
  const dataDir =
    typeof given === "string"
      ? resolve(cwd, given)
      : defaultDataDir({ platform: process.platform, env: process.env, homeDir: homedir() });
  return { dataDir, intents: readIntents(positionals, cwd) };
}
