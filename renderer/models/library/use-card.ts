import { useEffect, useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { ModelCard } from "#main/models/library/contract.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** What is known of a model beyond the list, asked for anew when something about it may have changed; null until it is there. */
export function useCard(model: Model): { card: ModelCard | null; checking: { progress: number | null } | null } {
  const client = useClient();
  const [card, setCard] = useState<ModelCard | null>(null);
  const job = useJobs((jobs) =>
    jobs?.find((each) => each.kind === "check-files" && each.subject === model.name && isOpen(each)),
  );
  const checking = job === undefined || job === null ? null : { progress: job.progress };
  const isChecking = checking !== null;
  const problem = model.problem?.code;
  useEffect(() => {
    let isCurrent = true;
    client.models.library.card({ modelId: model.id }).then(
      (answer) => {
        if (isCurrent) setCard(answer);
      },
      // It went off the list in this moment.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, model.id, model.sizeBytes, model.isDouble, problem, isChecking]);
  return { card, checking };
}
