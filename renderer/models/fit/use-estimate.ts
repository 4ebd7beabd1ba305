import { useEffect, useState } from "react";
import type { Fit, LoadOptions, Model } from "#main/models/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** An estimate is asked for when the knobs stand still for so long. */
const settleMs = 150;

/** Whether the model would fit with these options; the model's own fit until the answer is there. */
export function useEstimate(model: Model, options: LoadOptions): Fit {
  const client = useClient();
  const [fit, setFit] = useState<Fit | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.models.estimate({ modelId: model.id, loadOptions: options }).then(
        (answer) => {
          if (isCurrent) setFit(answer);
        },
        // What the list says of the model stays.
        () => undefined,
      );
    }, settleMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, model.id, model.fit.freeBytes, options]);
  return fit ?? model.fit;
}
