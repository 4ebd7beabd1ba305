import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AdapterUse } from "#main/chat/contract.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import type { Log } from "#main/lib/log.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import type { ModelRecord } from "../store.ts";

/** Adapters that come with Cloister: used where they lie, never copied. */
export interface Bundled {
  isBundled(adapter: ModelRecord): boolean;
  /** What new chats with this model begin with as long as nobody has chosen: those that were made for its very file. */
  usualFor(model: ModelRecord): AdapterUse[];
  /** Takes those onto the list that were made for one of these models, when that was not done since the start. */
  welcome(models: readonly ModelRecord[]): void;
}

export interface BundledOptions {
  /** null: none come with it. */
  readonly folder: string | null;
  readonly library: Library;
  readonly inspector: Inspector;
  /** Of files that are known without reading them to their end: the sample model's. */
  readonly sha256Of: (model: ModelRecord) => string | null;
  readonly log?: Log;
}

const AS_TRAINED = 1;
const BASE = "cloister.base_model.sha256";

export function createBundled({ folder, library, inspector, sha256Of, log }: BundledOptions): Bundled {
  /** What each file in the folder was made for, by its path. */
  let known: ReadonlyMap<string, string> = new Map();
  const reading = readFolder().then((found) => (known = found));
  // Said where it is needed.
  reading.catch(() => undefined);
  const welcomed = new Set<string>();

  async function readFolder(): Promise<ReadonlyMap<string, string>> {
    if (folder === null) return new Map();
    const names = await readdir(folder).catch(() => []);
    const files = new Map<string, string>();
    for (const name of names.filter((each) => each.endsWith(".gguf"))) {
      const path = join(folder, name);
      const { metadata } = await readGgufHeader(path);
      const base = metadata.get(BASE);
      if (typeof base === "string") files.set(path, base);
    }
    return files;
  }

  const isBundled = ({ path }: ModelRecord): boolean => folder !== null && dirname(path) === folder;

  /** An installed app may lie elsewhere at every start; what was chosen of the adapter stays with it. */
  async function note(path: string): Promise<void> {
    const before = library.byPath(path);
    const inspection = await inspector.inspect(path);
    const isSame = before !== undefined && before.fingerprint === inspection.fingerprint;
    if (isSame) return;
    const moved = before ?? library.byFingerprint(inspection.fingerprint).find(({ keptIn }) => keptIn === "cloister");
    if (moved === undefined) library.note(path, "cloister", inspection);
    else library.accept(moved.id, path, inspection);
  }

  async function takeIn(sha256: string): Promise<void> {
    try {
      for (const [path, base] of await reading) if (base === sha256) await note(path);
    } catch (error) {
      log?.warn({ err: error }, "The adapters that come with Cloister cannot be read");
    }
  }

  return {
    isBundled,
    usualFor(model) {
      const sha256 = sha256Of(model);
      return library
        .listed()
        .filter((adapter) => isBundled(adapter) && sha256 !== null && known.get(adapter.path) === sha256)
        .map(({ id, name }) => ({ adapterId: id, name, scale: AS_TRAINED }));
    },
    welcome(models) {
      for (const sha256 of new Set(models.map(sha256Of))) {
        if (sha256 === null || welcomed.has(sha256)) continue;
        welcomed.add(sha256);
        void takeIn(sha256);
      }
    },
  };
}
