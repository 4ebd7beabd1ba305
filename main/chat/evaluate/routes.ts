import { implement } from "@orpc/server";
import { evaluateContract } from "./contract.ts";
import type { EvaluateService } from "./service.ts";

export function evaluateRoutes(service: EvaluateService) {
  const os = implement(evaluateContract);
  return os.router({
    list: os.list.handler(({ input }) => service.list(input.collectionId)),
    add: os.add.handler(({ input }) => service.add(input)),
    keepAnswer: os.keepAnswer.handler(({ input }) => service.keepAnswer(input.messageId)),
    remove: os.remove.handler(({ input }) => {
      service.remove(input.questionId);
      return {};
    }),
    import: os.import.handler(({ input }) => service.import(input.collectionId, input.path)),
    run: os.run.handler(({ input }) => service.run(input)),
  });
}
