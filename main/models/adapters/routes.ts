import { implement } from "@orpc/server";
import { adaptersContract } from "./contract.ts";
import type { AdaptersService } from "./service.ts";

export function adaptersRoutes(service: AdaptersService) {
  const os = implement(adaptersContract);
  return os.router({
    watch: os.watch.handler(({ input, signal }) => service.watch(input.modelId, signal)),
    setUsual: os.setUsual.handler(({ input }) => {
      service.setUsual(input.modelId, input.adapters);
      return {};
    }),
    import: os.import.handler(({ input }) => service.import(input.path, input.modelId)),
  });
}
