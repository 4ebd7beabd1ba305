import { type FSWatcher, watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Log } from "#main/lib/log.ts";

/** Notices that something has changed in folders, or that one of them went away or came back. */
export interface FolderWatch {
  /**
   * `places` may be absent, and are noticed when they appear; `folders` are looked into now. Of `files` (whole paths) only they themselves
   * are told of, not what else changes in their folders. True: some were not watched before, and may have changed while nobody looked.
   */
  set(places: readonly string[], folders: readonly string[], files?: readonly string[]): boolean;
  close(): void;
}

export interface FolderWatchOptions {
  readonly onChange: () => void;
  readonly log: Log;
  /** How often places are asked whether they are there. No system tells of a drive that is put in. */
  readonly askEveryMs?: number;
  /** Changes come in crowds: they are told when nothing more has come for this long, */
  readonly quietMs?: number;
  /** or at the latest after this. */
  readonly atMostMs?: number;
}

/** Systems have an end to what they watch; Linux gives each user some 8,000 to 60,000. */
const MAX_FOLDERS = 4_000;

/** Names of files that are being written by some program, and say nothing until they get their own name. */
const UNFINISHED = /\.(incomplete|part|partial|tmp|temp|download|crdownload|lock|log)$/i;

export function watchFolders(options: FolderWatchOptions): FolderWatch {
  const { onChange, log, askEveryMs = 2_000, quietMs = 500, atMostMs = 3_000 } = options;
  const watchers = new Map<string, FSWatcher>();
  /** Names that count in a folder that is watched for some of its files alone. */
  let onlyNames = new Map<string, Set<string>>();
  const identities = new Map<string, string>();
  let firstAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;
  let isClosed = false;

  function changed(): void {
    if (isClosed) return;
    const now = performance.now();
    if (timer === undefined) firstAt = now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        onChange();
      },
      Math.max(0, Math.min(quietMs, firstAt + atMostMs - now)),
    );
    timer.unref();
  }

  function start(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        const only = onlyNames.get(folder);
        if (name === null || (only?.has(name) ?? !UNFINISHED.test(name))) changed();
      });
      watcher.on("error", () => {
        stop(folder);
        changed();
      });
      watchers.set(folder, watcher);
    } catch (error) {
      // Gone in this moment, or the system watches no more: places are asked all the same.
      log.debug({ err: error, folder }, "A folder cannot be watched");
    }
  }

  function stop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  async function ask(): Promise<void> {
    // A drive that does not answer is asked once, not every time.
    if (isAsking) return;
    isAsking = true;
    await Promise.all(
      [...identities].map(async ([place, before]) => {
        const now = await identityOf(place);
        if (isClosed || !identities.has(place) || now === before) return;
        identities.set(place, now);
        // Watched anew: what was watched until now may be another drive.
        stop(place);
        changed();
      }),
    );
    isAsking = false;
  }

  const asking = setInterval(() => void ask(), askEveryMs);
  asking.unref();

  return {
    set(places, folders, files = []) {
      const wanted = new Set(folders.slice(0, MAX_FOLDERS));
      onlyNames = new Map();
      for (const file of files) {
        const folder = dirname(file);
        if (wanted.has(folder) && !onlyNames.has(folder)) continue;
        if (wanted.size >= MAX_FOLDERS && !wanted.has(folder)) continue;
        wanted.add(folder);
        onlyNames.set(folder, (onlyNames.get(folder) ?? new Set()).add(basename(file)));
      }
      for (const folder of watchers.keys()) if (!wanted.has(folder)) stop(folder);
      const fresh = [...wanted].filter((folder) => !watchers.has(folder));
      fresh.forEach(start);
      for (const place of identities.keys()) if (!places.includes(place)) identities.delete(place);
      for (const place of places) {
        if (identities.has(place)) continue;
        identities.set(place, NOT_ASKED);
        void identityOf(place).then((identity) => {
          if (identities.get(place) === NOT_ASKED) identities.set(place, identity);
        });
      }
      return fresh.some((folder) => watchers.has(folder));
    },
    close() {
      isClosed = true;
      clearInterval(asking);
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

const NOT_ASKED = "not asked yet";

/** Which folder is there: another one after a drive was put in at the same place; "" for none. */
async function identityOf(place: string): Promise<string> {
  const found = await stat(place).catch(() => null);
  return found === null ? "" : `${found.dev} ${found.ino}`;
}
