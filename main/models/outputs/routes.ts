import { implement } from "@orpc/server";
import { outputsContract } from "./contract.ts";
import type { OutputsService } from "./service.ts";

export function outputsRoutes(service: OutputsService) {
  const os = implement(outputsContract);
  return os.router({
    planMerge: os.planMerge.handler(({ input, signal }) => service.planMerge(input, signal)),
    merge: os.merge.handler(({ input }) => service.merge(input)),
    exportPeft: os.exportPeft.handler(({ input }) => service.exportPeft(input)),
  });
}
