import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** `by-hand`: the user asked for it; `before-migration`: made by itself before a file is changed to a newer form. */
export type BackupReason = "by-hand" | "before-migration";

/** Newest backups kept of each reason; older ones are erased after a new one is complete. */
export const BACKUPS_KEPT = 5;

export interface Backup {
  readonly path: string;
  readonly reason: BackupReason;
  /** When it was begun. */
  readonly at: number;
}

const NAME = /^cloister-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z(-before-migration)?\.db$/;

/** "2026-06-04T18-52-07-123Z": a moment as part of a file's name, on every system. */
export function stampOf(time: number): string {
  return new Date(time).toISOString().replaceAll(/[:.]/g, "-");
}

export function backupPath(folder: string, reason: BackupReason, at: number): string {
  return join(folder, `cloister-${stampOf(at)}${reason === "by-hand" ? "" : "-before-migration"}.db`);
}

/** Newest first; those that are not complete have other names. */
export function listBackups(folder: string): Backup[] {
  return namesIn(folder)
    .flatMap((name) => {
      const parts = NAME.exec(name);
      if (!parts) return [];
      const [, day, hours, minutes, seconds, ms, automatic] = parts;
      const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
      const reason: BackupReason = automatic === undefined ? "by-hand" : "before-migration";
      return [{ path: join(folder, name), reason, at }];
    })
    .sort((a, b) => b.at - a.at);
}

export function eraseOldBackups(folder: string): void {
  for (const reason of ["by-hand", "before-migration"] as const) {
    const old = listBackups(folder).filter((backup) => backup.reason === reason);
    for (const { path } of old.slice(BACKUPS_KEPT)) rmSync(path, { force: true });
  }
}

/** What a crash in the middle of a backup left. */
export function eraseUnfinished(folder: string): void {
  for (const name of namesIn(folder)) if (name.includes(".part")) rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
