import { useCallback, useEffect, useState } from "react";
import type { EvaluationQuestion, EvaluationRun } from "#main/chat/evaluate/contract.ts";
import type { Job } from "#main/jobs/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useJobs } from "#renderer/app/state/jobs.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

export interface Evaluation {
  /** null before the first answer. */
  readonly questions: readonly EvaluationQuestion[] | null;
  readonly runs: readonly EvaluationRun[];
  /** That is at work on it; null: none. */
  readonly job: Job | null;
  readonly fault: ErrorShape | null;
  /** Does something, then asks anew how things are. Whether it worked. */
  readonly attempt: (work: Promise<unknown>) => Promise<boolean>;
}

/** Questions and runs of a collection; asked for again when a run has ended. */
export function useEvaluation(collectionId: string): Evaluation {
  const client = useClient();
  const [state, setState] = useState<Pick<Evaluation, "questions" | "runs">>({ questions: null, runs: [] });
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const job = useJobs(
    (jobs) =>
      jobs?.find(({ kind, aboutId, endedAt }) => kind === "evaluate" && aboutId === collectionId && endedAt === null) ??
      null,
  );
  const load = useCallback(
    () => client.chat.evaluate.list({ collectionId }).then(setState, (error: unknown) => setFault(toErrorShape(error))),
    [client, collectionId],
  );
  const jobId = job?.id ?? null;
  useEffect(() => void load(), [load, jobId]);
  const attempt = useCallback(
    async (work: Promise<unknown>) => {
      try {
        await work;
        setFault(null);
        await load();
        return true;
      } catch (error) {
        setFault(toErrorShape(error));
        return false;
      }
    },
    [load],
  );
  return { ...state, job, fault, attempt };
}
