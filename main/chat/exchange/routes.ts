import { implement } from "@orpc/server";
import { exchangeContract } from "./contract.ts";
import type { Exchange } from "./service.ts";

export function exchangeRoutes(exchange: Exchange) {
  const os = implement(exchangeContract);
  return os.router({
    usualFolder: os.usualFolder.handler(async () => ({ path: await exchange.usualFolder() })),
    exportChats: os.exportChats.handler(({ input }) => exchange.exportChats(input)),
  });
}
