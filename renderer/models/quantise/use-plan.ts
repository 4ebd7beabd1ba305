import { useEffect, useState } from "react";
import type { Quantisation, QuantiseOptions, QuantisePlan } from "#main/models/quantise/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

/** What can be made of a model; null until it is known. */
export function useOptions(modelId: string): { options: QuantiseOptions | null; fault: ErrorShape | null } {
  const client = useClient();
  const [options, setOptions] = useState<QuantiseOptions | null>(null);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  useEffect(() => {
    let isCurrent = true;
    client.models.quantise.options({ modelId }).then(
      (answer) => {
        if (isCurrent) setOptions(answer);
      },
      (error: unknown) => {
        if (isCurrent) setFault(toErrorShape(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, modelId]);
  return { options, fault };
}

/** What a copy of this type would take; null while it is worked out, which takes about a second, and without a type. */
export function usePlan(modelId: string, type: Quantisation | null) {
  const client = useClient();
  const [answer, setAnswer] = useState<{ plan: QuantisePlan | null; fault: ErrorShape | null; type: Quantisation }>();
  useEffect(() => {
    if (type === null) return;
    const leaving = new AbortController();
    client.models.quantise.plan({ modelId, type }, { signal: leaving.signal }).then(
      (plan) => {
        if (!leaving.signal.aborted) setAnswer({ plan, fault: null, type });
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) setAnswer({ plan: null, fault: toErrorShape(error), type });
      },
    );
    return () => leaving.abort();
  }, [client, modelId, type]);
  return answer?.type === type ? answer : { plan: null, fault: null, type };
}
