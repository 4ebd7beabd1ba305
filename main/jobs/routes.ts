import { implement } from "@orpc/server";
import { jobsContract } from "./contract.ts";
import type { JobsService } from "./service.ts";

export function jobsRoutes(service: JobsService) {
  const os = implement(jobsContract);
  return os.router({
    list: os.list.handler(() => service.list()),
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    cancel: os.cancel.handler(({ input }) => {
      service.cancel(input.jobId);
      return {};
    }),
    pause: os.pause.handler(({ input }) => {
      service.pause(input.jobId);
      return {};
    }),
    resume: os.resume.handler(({ input }) => {
      service.resume(input.jobId);
      return {};
    }),
    dismiss: os.dismiss.handler(({ input }) => {
      service.dismiss(input.jobId);
      return {};
    }),
  });
}
