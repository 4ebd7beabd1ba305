import { lstat } from "node:fs/promises";
import type { Host } from "#main/host.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Model } from "../contract.ts";
import type { ModelRecord, ModelsStore } from "../store.ts";
import { chosenPath, fileFrom, folderFrom } from "#main/lib/chosen-path.ts";
import { cardOf } from "./card.ts";
import type { Checksums } from "./checksums.ts";
import type { ModelCard } from "./contract.ts";
import { isWithin } from "./find-files.ts";
import type { Inspector } from "./inspector.ts";
import { changed, type Library } from "./library.ts";
import { missing } from "./missing.ts";
import type { ScanJob } from "./scan-job.ts";
import { firstPart, partsOf } from "#main/lib/gguf/split-files.ts";
import type { Cards } from "./store.ts";

/** What a person does with the list of models and where it comes from. */
export interface LibraryService {
  scan(): { jobId: string };
  /** With what had been taken off the list there. */
  addFolder(path: string): Promise<{ jobId: string }>;
  /** What was listed only because of it is off the list. */
  removeFolder(path: string): void;
  addFile(path: string): Promise<Model>;
  locate(modelId: string, path: string): Promise<Model>;
  forget(modelId: string): Promise<void>;
  rename(modelId: string, name: string): Promise<Model>;
  card(modelId: string): Promise<ModelCard>;
  checkFiles(modelId: string): { jobId: string };
  setNote(modelId: string, note: string): void;
  setFavourite(modelId: string, isFavourite: boolean): void;
  moveToBin(modelId: string): Promise<void>;
  acceptChange(modelId: string): Promise<void>;
}

export interface LibraryServiceOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly scanning: ScanJob;
  readonly cards: Cards;
  readonly checksums: Checksums;
  /** Cloister's own: what is in them came here through Cloister. */
  readonly ownFolders: readonly string[];
  readonly host: Pick<Host, "moveToBin">;
  readonly saved: Pick<ModelsStore, "folders" | "addFolder" | "removeFolder">;
  /** As a page sees it. */
  readonly shown: (record: ModelRecord) => Promise<Model>;
  /** Puts it away where it is loaded. Throws CONFLICT while it writes. */
  readonly unload: (modelId: string) => Promise<void>;
  readonly onFolders: () => void;
}

export function createLibraryService(options: LibraryServiceOptions): LibraryService {
  const { library, inspector, scanning, cards, checksums, ownFolders, host, saved, shown, unload, onFolders } = options;

  function isOurs({ keptIn, path }: ModelRecord): boolean {
    return keptIn === "cloister" && ownFolders.some((folder) => isWithin(path, folder));
  }

  return {
    scan: () => scanning.begin(),

    async addFolder(path) {
      const folder = await folderFrom(path);
      saved.addFolder(folder);
      library.together(() => {
        for (const { id } of library.off().filter((record) => isWithin(record.path, folder))) {
          library.update(id, { forgottenAt: null });
        }
      });
      onFolders();
      return scanning.begin();
    },

    removeFolder(path) {
      const folder = chosenPath(path);
      saved.removeFolder(folder);
      const others = saved.folders();
      const only = library
        .listed()
        .filter(
          (record) =>
            record.keptIn === "folder" &&
            isWithin(record.path, folder) &&
            !others.some((other) => isWithin(record.path, other)),
        );
      library.together(() => only.forEach(({ id }) => library.update(id, { forgottenAt: Date.now() })));
      onFolders();
    },

    async addFile(path) {
      const file = firstPart(await fileFrom(path));
      const inspection = await inspector.inspect(file);
      const known = library.byPath(file);
      // Asked for by name: also a file that was replaced, or a model that had been taken off the list.
      return shown(
        known === undefined ? library.note(file, "file", inspection) : library.accept(known.id, file, inspection),
      );
    },

    async locate(modelId, path) {
      const record = library.get(modelId);
      const file = firstPart(await fileFrom(path));
      const inspection = await inspector.inspect(file);
      if (record.fingerprint !== "" && inspection.fingerprint !== record.fingerprint) {
        throw changed({ ...record, path: file });
      }
      const other = library.byPath(file);
      // Already listed under its new place: that entry goes, this one has the chats.
      if (other !== undefined && other.id !== modelId) {
        library.update(other.id, { forgottenAt: Date.now(), path: `${file}#${other.id}` });
      }
      return shown(library.accept(modelId, file, inspection));
    },

    async forget(modelId) {
      library.get(modelId);
      await unload(modelId);
      library.update(modelId, { forgottenAt: Date.now() });
    },

    rename: (modelId, name) => shown(library.update(modelId, { name, namedByUser: true })),

    card(modelId) {
      const record = library.get(modelId);
      return cardOf(record, library, cards, isOurs(record));
    },

    checkFiles: (modelId) => checksums.begin(modelId),
    setNote: (modelId, note) => void cards.change(library.get(modelId).id, { note: note.trim() }),
    setFavourite: (modelId, isFavourite) => void cards.change(library.get(modelId).id, { isFavourite }),

    async moveToBin(modelId) {
      const record = library.get(modelId);
      if (!isOurs(record)) {
        const problem = `${record.name} was not brought here by Cloister, so it is not deleted here`;
        throw new AppError("CONFLICT", `${problem}.`, { problem });
      }
      await unload(modelId);
      for (const part of partsOf(record.path)) {
        if ((await lstat(part).catch(() => null)) !== null) await host.moveToBin(part);
      }
      // Not there and off the list: should it come back out of the bin, it is listed again.
      library.update(modelId, { forgottenAt: Date.now(), problem: (await missing(record)).toShape() });
    },

    async acceptChange(modelId) {
      const { path } = library.get(modelId);
      await unload(modelId);
      library.accept(modelId, path, await inspector.inspect(path));
    },
  };
}
