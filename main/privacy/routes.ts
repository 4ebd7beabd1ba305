import { implement } from "@orpc/server";
import { privacyContract } from "./contract.ts";
import type { PrivacyService } from "./service.ts";

export function privacyRoutes(service: PrivacyService) {
  const os = implement(privacyContract);
  return os.router({
    status: os.status.handler(() => service.status()),
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    storage: os.storage.handler(() => service.storage()),
    backUp: os.backUp.handler(() => service.backUp()),
    emptyBin: os.emptyBin.handler(async () => ({ erased: await service.emptyBin() })),
  });
}
