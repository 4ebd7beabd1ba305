import { implement } from "@orpc/server";
import { draftsContract } from "./contract.ts";
import type { Drafts } from "./service.ts";

export function draftsRoutes(drafts: Drafts) {
  const os = implement(draftsContract);
  return os.router({
    list: os.list.handler(({ input }) => drafts.list(input.windowId)),
    keep: os.keep.handler(({ input: { windowId, ...draft } }) => {
      drafts.keep(windowId, draft);
      return {};
    }),
  });
}
