import { implement } from "@orpc/server";
import { hubContract } from "./contract.ts";
import type { HubService } from "./service.ts";

export function hubRoutes(service: HubService) {
  const os = implement(hubContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    allow: os.allow.handler(() => {
      service.allow();
      return {};
    }),
    disallow: os.disallow.handler(() => {
      service.disallow();
      return {};
    }),
    understand: os.understand.handler(({ input }) => service.understand(input.text)),
    search: os.search.handler(({ input }) => service.search(input.text)),
    repository: os.repository.handler(({ input }) => service.repository(input.repository)),
    terms: os.terms.handler(async ({ input }) => ({ text: await service.terms(input.repository) })),
    download: os.download.handler(({ input }) => service.download(input)),
    retry: os.retry.handler(({ input }) => service.retry(input.jobId)),
    discard: os.discard.handler(({ input }) => {
      service.discard(input.jobId);
      return {};
    }),
    setToken: os.setToken.handler(({ input }) => {
      service.setToken(input.token);
      return {};
    }),
  });
}
