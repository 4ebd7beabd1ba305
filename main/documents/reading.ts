import type { Job } from "#main/jobs/contract.ts";
import type { JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Collection } from "./contract.ts";
import { registerReadJob, type ReadJobContext, type ReadPayload } from "./read-job.ts";

/** Starts reading where there is something to read. */
export interface Reading {
  /** One job a collection; one that runs takes what has come meanwhile along. */
  start(collection: Pick<Collection, "id" | "name">): void;
  /** Some collection is being read, or is about to be. */
  isUnderWay(): boolean;
  /** null: none was given since Cloister was opened. */
  passwordOf(documentId: string): string | null;
  /** null forgets it. */
  notePassword(documentId: string, password: string | null): void;
}

export function createReading(
  jobs: Jobs & Pick<JobsService, "list">,
  context: Omit<ReadJobContext, "passwordOf">,
): Reading {
  const underWay = new Set<string>();
  const passwords = new Map<string, string>();
  const passwordOf = (documentId: string): string | null => passwords.get(documentId) ?? null;
  registerReadJob(jobs, { ...context, passwordOf });

  const isOpen = ({ kind, endedAt }: Job): boolean => kind === "read-documents" && endedAt === null;

  /** A job of an earlier run of the app: it goes on by itself, or somebody has paused it. */
  function isLeftFromBefore({ id }: Pick<Collection, "id">): boolean {
    return jobs.list().some((job) => isOpen(job) && job.aboutId === id);
  }

  function start(collection: Pick<Collection, "id" | "name">): void {
    if (underWay.has(collection.id) || isLeftFromBefore(collection)) return;
    underWay.add(collection.id);
    const payload: ReadPayload = { collectionId: collection.id };
    const { done } = jobs.start("read-documents", collection.name, payload);
    void done.then(({ state }) => {
      underWay.delete(collection.id);
      // What came while it was ending. A job that failed or was cancelled waits for somebody to ask again.
      if (state === "done" && context.store.nextWaiting(collection.id) !== null) start(collection);
    });
  }

  return {
    start,
    isUnderWay: () => jobs.list().some(isOpen),
    passwordOf,
    notePassword(documentId, password) {
      if (password === null) passwords.delete(documentId);
      else passwords.set(documentId, password);
    },
  };
}
