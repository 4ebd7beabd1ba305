import { implement } from "@orpc/server";
import { fitContract } from "./contract.ts";
import type { FitService } from "./service.ts";

export function fitRoutes(service: FitService) {
  const os = implement(fitContract);
  return os.router({
    estimate: os.estimate.handler(({ input }) => service.estimate(input.modelId, input.loadOptions)),
    measureMachine: os.measureMachine.handler(() => service.measureMachine()),
  });
}
