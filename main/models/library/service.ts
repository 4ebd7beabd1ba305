import type { Model } from "../contract.ts";
import type { ModelRecord, ModelsStore } from "../store.ts";
import { chosenPath, fileFrom, folderFrom } from "./chosen-path.ts";
import { isWithin } from "./find-files.ts";
import type { Inspector } from "./inspector.ts";
import { changed, type Library } from "./library.ts";
import type { ScanJob } from "./scan-job.ts";
import { firstPart } from "./split-files.ts";

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
}

export interface LibraryServiceOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly scanning: ScanJob;
  readonly saved: Pick<ModelsStore, "folders" | "addFolder" | "removeFolder">;
  /** As a page sees it. */
  readonly shown: (record: ModelRecord) => Promise<Model>;
  /** Puts it away where it is loaded. Throws CONFLICT while it writes. */
  readonly unload: (modelId: string) => Promise<void>;
  readonly onFolders: () => void;
}

export function createLibraryService(options: LibraryServiceOptions): LibraryService {
  const { library, inspector, scanning, saved, shown, unload, onFolders } = options;
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
  };
}
