import { implement } from "@orpc/server";
import { documentsContract } from "./contract.ts";
import type { DocumentsService } from "./service.ts";

export function documentsRoutes(service: DocumentsService) {
  const os = implement(documentsContract);
  return os.router({
    watchCollections: os.watchCollections.handler(({ signal }) => service.watchCollections(signal)),
    createCollection: os.createCollection.handler(({ input }) => service.createCollection(input.name)),
    renameCollection: os.renameCollection.handler(({ input }) => {
      service.renameCollection(input.collectionId, input.name);
      return {};
    }),
    removeCollection: os.removeCollection.handler(({ input }) => {
      service.removeCollection(input.collectionId);
      return {};
    }),
    restoreCollection: os.restoreCollection.handler(({ input }) => {
      service.restoreCollection(input.collectionId);
      return {};
    }),
    watch: os.watch.handler(({ input, signal }) => service.watch(input.collectionId, signal)),
    add: os.add.handler(({ input }) => service.add(input.collectionId, input.paths)),
    look: os.look.handler(({ input }) => {
      service.look(input.collectionId);
      return {};
    }),
    forgetFolder: os.forgetFolder.handler(({ input }) => {
      service.forgetFolder(input.collectionId, input.path);
      return {};
    }),
    remove: os.remove.handler(({ input }) => {
      service.remove(input.documentId);
      return {};
    }),
    restore: os.restore.handler(({ input }) => {
      service.restore(input.documentId);
      return {};
    }),
    readAgain: os.readAgain.handler(async ({ input }) => {
      await service.readAgain(input.documentId, input.password);
      return {};
    }),
    search: os.search.handler(({ input, signal }) => service.search(input, signal)),
    now: os.now.handler(({ input }) => service.now(input.read)),
    reader: {
      open: os.reader.open.handler(({ input }) => service.reader.open(input.documentId)),
      outline: os.reader.outline.handler(({ input }) => service.reader.outline(input.documentId)),
      find: os.reader.find.handler(({ input }) => service.reader.find(input.documentId, input.words)),
      picture: os.reader.picture.handler(({ input, signal = new AbortController().signal }) =>
        service.reader.picture(input, signal),
      ),
      watch: os.reader.watch.handler(({ input, signal }) => service.reader.watch(input.documentId, signal)),
      addMark: os.reader.addMark.handler(({ input }) => service.reader.marks.add(input)),
      changeNote: os.reader.changeNote.handler(({ input }) => {
        service.reader.marks.setNote(input.markId, input.note);
        return {};
      }),
      removeMark: os.reader.removeMark.handler(({ input }) => {
        service.reader.marks.remove(input.markId);
        return {};
      }),
      restoreMark: os.reader.restoreMark.handler(({ input }) => {
        service.reader.marks.restore(input.markId);
        return {};
      }),
    },
    embedding: {
      state: os.embedding.state.handler(({ signal = new AbortController().signal }) => service.embedding.state(signal)),
      choose: os.embedding.choose.handler(async ({ input, signal = new AbortController().signal }) => {
        await service.embedding.choose(input.modelId, signal);
        return {};
      }),
    },
    page: os.page.handler(({ input }) => service.page(input.documentId, input.number)),
  });
}
