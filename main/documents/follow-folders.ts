import type { Log } from "#main/lib/log.ts";
import { watchFolders } from "#main/lib/watch-folders.ts";
import type { Collection } from "./contract.ts";
import { fileAt, filesIn, type FoundFile } from "./find-files.ts";
import type { DocumentChange, DocumentRecord, DocumentsStore } from "./store.ts";

export interface FollowFolders {
  readonly store: DocumentsStore;
  readonly log: Log;
  /** Files in a collection's folder: new ones among them are added. */
  readonly onFound: (collectionId: string, folder: string, files: readonly FoundFile[]) => void;
  readonly onChange: (documentId: string, change: DocumentChange) => void;
  /** Documents of it have changed, or are back, and wait to be read. */
  readonly onWaiting: (collection: Collection) => void;
}

export interface FolderFollower {
  /** Looks at all collections now, and again whenever something changes on disk. */
  follow(): void;
  close(): void;
}

/** Keeps collections as their files are: new files come, changed ones are read again, those that are gone are said to be away. */
export function followFolders({ store, log, onFound, onChange, onWaiting }: FollowFolders): FolderFollower {
  let isLooking = false;
  let lookAgain = false;
  let isClosed = false;
  const watch = watchFolders({ onChange: () => void look(), log });

  async function look(): Promise<void> {
    lookAgain = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (lookAgain && !isClosed) {
        lookAgain = false;
        const folders: string[] = [];
        const alone: string[] = [];
        for (const collection of store.collections()) {
          folders.push(...(await lookAt(collection)));
          alone.push(...store.documents(collection.id).flatMap(({ folder, path }) => (folder === null ? [path] : [])));
        }
        if (isClosed) return;
        const places = store.collections().flatMap((collection) => collection.folders);
        lookAgain ||= watch.set(places, folders, alone);
      }
    } catch (error) {
      log.error({ err: error }, "Looking for documents failed");
    } finally {
      isLooking = false;
    }
  }

  /** Folders in which it may get more. */
  async function lookAt(collection: Collection): Promise<string[]> {
    const folders: string[] = [];
    for (const root of collection.folders) {
      const found = await filesIn(root);
      if (isClosed) return [];
      folders.push(...found.folders);
      onFound(collection.id, root, found.files);
    }
    let isWaiting = false;
    for (const record of store.documents(collection.id)) {
      const change = changeOf(record, await fileAt(record.path).catch(() => null));
      if (isClosed) return [];
      if (change !== null) onChange(record.id, change);
      isWaiting ||= change?.state === "waiting";
    }
    if (isWaiting) onWaiting(collection);
    return folders;
  }

  return {
    follow() {
      void look();
    },
    close() {
      isClosed = true;
      watch.close();
    },
  };
}

/** What a file says of its document; null: nothing new. */
function changeOf(record: DocumentRecord, file: FoundFile | null): DocumentChange | null {
  if (file === null) return record.state === "away" ? null : { state: "away" };
  if (record.state === "away") return { state: "waiting", problem: null };
  const isSame = file.sizeBytes === record.sizeBytes && file.modifiedAt === record.modifiedAt;
  const isBeingRead = record.state === "waiting" || record.state === "reading";
  return isSame || isBeingRead ? null : { state: "waiting", problem: null };
}
