import { useCallback, useEffect, useState } from "react";
import type { EmbeddingState } from "#main/documents/embedding/contract.ts";
import type { Job } from "#main/jobs/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { useModelsView } from "#renderer/app/state/models.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

export interface Embedding {
  /** null before the first answer. */
  readonly state: EmbeddingState | null;
  /** That makes vectors, or the last one when it failed. */
  readonly job: Job | null;
  readonly fault: ErrorShape | null;
  /** The model is being tried. */
  readonly isBusy: boolean;
  /** Stays as it was where the model cannot do it; `fault` then says why. */
  readonly choose: (modelId: string) => void;
}

/** Asked for again whenever the list of models or the work on vectors has moved on. */
export function useEmbedding(): Embedding {
  const client = useClient();
  const [state, setState] = useState<EmbeddingState | null>(null);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const [isBusy, setBusy] = useState(false);
  const models = useModelsView((view) => view.models);
  const job = useJobs((jobs) => {
    const own = jobs.filter(({ kind }) => kind === "embed-documents" || kind === "read-documents");
    const making = own.filter(({ kind }) => kind === "embed-documents");
    return making.find(isOpen) ?? own.find(isOpen) ?? (making[0]?.state === "failed" ? making[0] : null);
  });
  const load = useCallback(
    () => client.documents.embedding.state().then(setState, (error: unknown) => setFault(toErrorShape(error))),
    [client],
  );
  useEffect(() => void load(), [load, models, job]);

  const choose = useCallback(
    (modelId: string) => {
      setBusy(true);
      client.documents.embedding
        .choose({ modelId })
        .then(
          () => setFault(null),
          (error: unknown) => setFault(toErrorShape(error)),
        )
        .then(load)
        .finally(() => setBusy(false));
    },
    [client, load],
  );
  return { state, job, fault, isBusy, choose };
}
