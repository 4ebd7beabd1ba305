import { implement } from "@orpc/server";
import { libraryContract } from "./contract.ts";
import type { LibraryService } from "./service.ts";

export function libraryRoutes(service: LibraryService) {
  const os = implement(libraryContract);
  return os.router({
    card: os.card.handler(({ input }) => service.card(input.modelId)),
    checkFiles: os.checkFiles.handler(({ input }) => service.checkFiles(input.modelId)),
    setNote: os.setNote.handler(({ input }) => {
      service.setNote(input.modelId, input.note);
      return {};
    }),
    setFavourite: os.setFavourite.handler(({ input }) => {
      service.setFavourite(input.modelId, input.isFavourite);
      return {};
    }),
    moveToBin: os.moveToBin.handler(async ({ input }) => {
      await service.moveToBin(input.modelId);
      return {};
    }),
    acceptChange: os.acceptChange.handler(async ({ input }) => {
      await service.acceptChange(input.modelId);
      return {};
    }),
  });
}
