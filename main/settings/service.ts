import { stat } from "node:fs/promises";
import type { Host } from "#main/host.ts";
import { createChannel } from "#main/lib/channel.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { HostInfo, Settings } from "./contract.ts";
import { createSettingsStore, type SettingsChanges } from "./store.ts";

export interface SettingsService {
  get(): Settings;
  /** On disk when it returns. */
  set(changes: SettingsChanges): Settings;
  /** Every change from the call on. */
  subscribe(signal?: AbortSignal): AsyncIterableIterator<Settings>;
  /** The settings as they are, then every change. */
  watch(signal?: AbortSignal): AsyncGenerator<Settings, void>;
  host(): HostInfo;
  /** NOT_SUPPORTED_HERE in a browser. */
  pick(what: "folder" | "model" | "data"): Promise<string | null>;
  /** The same for documents, of which several can be chosen. */
  pickDocuments(what: "files" | "folder"): Promise<string[]>;
  /** NOT_SUPPORTED_HERE in a browser, NOT_FOUND when nothing is there. */
  reveal(path: string): Promise<void>;
}

export interface SettingsOptions {
  readonly store: Store;
  readonly host: Host;
  readonly dataDir: string;
  readonly version: string;
}

export function createSettings({ store, host, dataDir, version }: SettingsOptions): SettingsService {
  const stored = createSettingsStore(store);
  const channel = createChannel<Settings>();
  let current = stored.read();

  return {
    get: () => current,

    set(changes) {
      stored.write(changes);
      current = stored.read();
      channel.publish(current);
      return current;
    },

    subscribe: (signal) => channel.subscribe(signal),

    async *watch(signal) {
      const live = channel.subscribe(signal);
      try {
        yield current;
        yield* live;
      } finally {
        void live.return?.();
      }
    },

    host: () => ({
      kind: host.kind,
      platform: platform(),
      version,
      dataDir,
      canPickFiles: host.canPickFiles,
      canReveal: host.canReveal,
    }),

    async pick(what) {
      if (!host.canPickFiles) throw notHere("Choosing a file in a dialog", "Type or paste its path.");
      return host.pick(what);
    },

    async pickDocuments(what) {
      if (!host.canPickFiles) throw notHere("Choosing files in a dialog", "Type or paste their paths.");
      return host.pickDocuments(what);
    },

    async reveal(path) {
      if (!host.canReveal) throw notHere("Showing a folder", "Copy its path.");
      if (!(await stat(path).catch(() => null))) {
        throw new AppError("NOT_FOUND", `Nothing is at ${path} any more.`, { what: "file" });
      }
      await host.reveal(path);
    },
  };
}

function platform(): HostInfo["platform"] {
  return process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux";
}

function notHere(what: string, instead: string): AppError {
  return new AppError("NOT_SUPPORTED_HERE", `${what} cannot be done in a browser tab. ${instead}`, { what, instead });
}
