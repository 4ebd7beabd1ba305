import { implement } from "@orpc/server";
import { chatContract } from "./contract.ts";
import { draftsRoutes } from "./drafts/routes.ts";
import type { Drafts } from "./drafts/service.ts";
import { evaluateRoutes } from "./evaluate/routes.ts";
import type { EvaluateService } from "./evaluate/service.ts";
import { exchangeRoutes } from "./exchange/routes.ts";
import type { Exchange } from "./exchange/service.ts";
import type { ChatService } from "./service.ts";
import { readSchema } from "./structured/read-schema.ts";

export function chatRoutes(service: ChatService, drafts: Drafts, evaluate: EvaluateService, exchange: Exchange) {
  const os = implement(chatContract);
  return os.router({
    drafts: draftsRoutes(drafts),
    evaluate: evaluateRoutes(evaluate),
    exchange: exchangeRoutes(exchange),
    structured: {
      check: os.structured.check.handler(({ input }) => {
        const { problems, notes } = readSchema(input.schema);
        return { problems: [...problems], notes: [...notes] };
      }),
    },
    list: os.list.handler(({ input }) => service.list(input)),
    watchList: os.watchList.handler(({ signal }) => service.watchList(signal)),
    create: os.create.handler(({ input }) => service.create(input)),
    begin: os.begin.handler(({ input }) => service.begin(input)),
    get: os.get.handler(({ input }) => service.get(input.chatId)),
    earlier: os.earlier.handler(({ input }) => service.earlier(input.messageId)),
    watch: os.watch.handler(({ input, signal }) => service.watch(input.chatId, input.fromSeq, signal)),
    rename: os.rename.handler(({ input }) => service.rename(input.chatId, input.title)),
    configure: os.configure.handler(({ input: { chatId, ...changes } }) => service.configure(chatId, changes)),
    remove: os.remove.handler(({ input }) => service.remove(input.chatId)),
    restore: os.restore.handler(({ input }) => service.restore(input.chatId)),
    erase: os.erase.handler(async ({ input }) => {
      await service.erase(input.chatId);
      return {};
    }),
    send: os.send.handler(({ input }) => service.send(input)),
    edit: os.edit.handler(({ input }) => service.edit(input)),
    retry: os.retry.handler(({ input }) => service.retry(input)),
    everythingPlan: os.everythingPlan.handler(({ input }) => service.everythingPlan(input.messageId)),
    readEverything: os.readEverything.handler(({ input }) => service.readEverything(input)),
    compare: os.compare.handler(({ input }) => service.compare(input)),
    resume: os.resume.handler(({ input }) => service.resume(input)),
    stop: os.stop.handler(({ input }) => {
      service.stop(input.runId);
      return {};
    }),
    branch: os.branch.handler(({ input }) => service.branch(input)),
    rate: os.rate.handler(({ input }) => {
      service.rate(input.messageId, input.rating);
      return {};
    }),
    select: os.select.handler(({ input }) => {
      service.select(input.messageId);
      return {};
    }),
  });
}
