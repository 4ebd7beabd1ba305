import { useEffect, useState } from "react";
import type { AdapterUse } from "#main/chat/contract.ts";
import type { MergeOffer, MergeType } from "#main/models/outputs/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

export interface MergeAnswer {
  offer: MergeOffer | null;
  fault: ErrorShape | null;
}

const unknown: MergeAnswer = { offer: null, fault: null };

/** What a model with this adapter in it would be; unknown while it is worked out, which takes about a second. Strength changes none of it. */
export function useMergeOffer(modelId: string, { adapterId, name }: AdapterUse, type: MergeType): MergeAnswer {
  const client = useClient();
  const [answer, setAnswer] = useState<MergeAnswer & { type: MergeType }>();
  useEffect(() => {
    const leaving = new AbortController();
    const request = { modelId, adapters: [{ adapterId, name, scale: 1 }], type };
    client.models.outputs.planMerge(request, { signal: leaving.signal }).then(
      (offer) => {
        if (!leaving.signal.aborted) setAnswer({ offer, fault: null, type });
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) setAnswer({ offer: null, fault: toErrorShape(error), type });
      },
    );
    return () => leaving.abort();
  }, [client, modelId, adapterId, name, type]);
  return answer?.type === type ? answer : unknown;
}
