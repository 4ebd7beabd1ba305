import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataDir } from "#main/lib/default-data-dir.ts";
import { AppError } from "#main/rpc/errors.ts";

export interface HeadlessArgs {
  /** null: the usual one, or a free one when it is taken. */
  port: number | null;
  dataDir: string;
  openBrowser: boolean;
  /** Bring the sample model when no model is known. */
  sample: boolean;
}

/** `--port N --data-dir DIR --no-open --no-sample`. Throws INVALID_INPUT for anything else. */
export function parseHeadlessArgs(args: readonly string[]): HeadlessArgs {
  const values = parse(args);
  return {
    port: values.port === undefined ? null : parsePort(values.port),
    dataDir: resolve(
      values["data-dir"] ?? defaultDataDir({ platform: process.platform, env: process.env, homeDir: homedir() }),
    ),
    openBrowser: !values["no-open"],
    sample: !values["no-sample"],
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        "data-dir": { type: "string" },
        "no-open": { type: "boolean", default: false },
        "no-sample": { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("INVALID_INPUT", `${problem}\nKnown: --port N --data-dir DIR --no-open --no-sample`, {
      problem,
    });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  const problem = `--port ${text}`;
  throw new AppError("INVALID_INPUT", `${problem} is not a port. It is a number from 0 to 65535; 0 takes a free one.`, {
    problem,
  });
}
