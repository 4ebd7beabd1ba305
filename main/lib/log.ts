import { renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { destination, type Logger, pino } from "pino";
import { makeFolder } from "./make-folder.ts";

export type Log = Logger;

/** Above this a log file is set aside as `.1` at the next start, and the one before it is dropped. */
const MAX_LOG_BYTES = 5_000_000;

/**
 * JSON lines: to `file`, or to stderr without one. Texts of the user (messages, prompts, documents) never go into a log.
 * A log that cannot be written never stops the app: it then goes nowhere.
 */
export function createLog(options: { file?: string; level: "silent" | "error" | "warn" | "info" | "debug" }): Log {
  const { file, level } = options;
  if (level === "silent") return pino({ level });
  if (file === undefined) return pino({ level }, destination({ dest: 2, sync: true }));
  if (!prepare(file)) return pino({ level: "silent" });
  const target = destination({ dest: file, sync: false });
  target.on("error", () => undefined);
  return pino({ level, base: { pid: process.pid } }, target);
}

function prepare(file: string): boolean {
  try {
    makeFolder(dirname(file));
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
    return true;
  } catch {
    return false;
  }
}
