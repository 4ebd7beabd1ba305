import type { Job } from "#main/jobs/contract.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";

/** The job that reads this collection, or the last one when it failed; null: none does. */
export function useReadingJob(collectionId: string): Job | null {
  return useJobs((jobs) => {
    const own = jobs.filter(({ kind, aboutId }) => kind === "read-documents" && aboutId === collectionId);
    const last = own[0] ?? null;
    return own.find(isOpen) ?? (last?.state === "failed" ? last : null);
  });
}
