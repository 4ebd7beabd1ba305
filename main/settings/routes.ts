import { implement } from "@orpc/server";
import { settingsContract } from "./contract.ts";
import type { SettingsService } from "./service.ts";

export function settingsRoutes(service: SettingsService) {
  const os = implement(settingsContract);
  return os.router({
    get: os.get.handler(() => service.get()),
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    set: os.set.handler(({ input }) => service.set(input)),
    host: os.host.handler(() => service.host()),
    pick: os.pick.handler(async ({ input }) => ({ path: await service.pick(input.what) })),
    pickDocuments: os.pickDocuments.handler(async ({ input }) => ({
      paths: await service.pickDocuments(input.what),
    })),
    reveal: os.reveal.handler(async ({ input }) => {
      await service.reveal(input.path);
      return {};
    }),
  });
}
