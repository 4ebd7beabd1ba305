import { useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

export interface Starting {
  /** Why it cannot be started yet; undefined: it can. */
  readonly reason: string | undefined;
  /** Why the last attempt did not start it. */
  readonly fault: ErrorShape | null;
  readonly start: () => void;
}

export function useStart(training: Training): Starting {
  const t = useText();
  const client = useClient();
  const lost = useLostReason();
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const start = () => {
    setIsAsked(true);
    client.training.start({ trainingId: training.id }).then(
      () => setFault(null),
      (error: unknown) => {
        setFault(toErrorShape(error));
        setIsAsked(false);
      },
    );
  };
  const missing = missingOf(training);
  const reason = lost ?? (missing === null ? undefined : t(missing));
  return { reason: isAsked ? t("training.start.begun") : reason, fault, start };
}

/** What has to be done before it can be started. */
export function missingOf({ sources, modelId, plan, preparingJobId }: Training) {
  if (sources.length === 0) return "training.start.noText" as const;
  if (modelId === null) return "training.start.noModel" as const;
  if (preparingJobId !== null) return "training.start.measuring" as const;
  return plan === null ? ("training.start.notMeasured" as const) : null;
}
