import { implement } from "@orpc/server";
import { quantiseContract } from "./contract.ts";
import type { QuantiseService } from "./service.ts";

export function quantiseRoutes(service: QuantiseService) {
  const os = implement(quantiseContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    options: os.options.handler(({ input }) => service.options(input.modelId)),
    plan: os.plan.handler(({ input, signal }) => service.plan(input.modelId, input.type, signal)),
    start: os.start.handler(({ input }) => service.start(input)),
    compare: os.compare.handler(({ input }) => service.compare(input.modelId, input.text)),
  });
}
