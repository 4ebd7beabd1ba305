import { useEffect, useState } from "react";
import type { Estimate } from "#main/models/fit/contract.ts";
import type { LoadOptions, Model } from "#main/models/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** An estimate is asked for when the knobs stand still for so long: while a slider moves it follows. */
const settleMs = 40;

/** What is said of a model with these options; null until the first answer is there. */
export function useEstimate(model: Model, options: LoadOptions): Estimate | null {
  const client = useClient();
  const [estimate, setEstimate] = useState<Estimate | null>(null);
  const { id, tokensPerSecond, estimatedTokensPerSecond } = model;
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.models.fit.estimate({ modelId: id, loadOptions: options }).then(
        (answer) => {
          if (isCurrent) setEstimate(answer);
        },
        // What was said last stays.
        () => undefined,
      );
    }, settleMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, id, model.fit.freeBytes, tokensPerSecond, estimatedTokensPerSecond, options]);
  return estimate;
}
