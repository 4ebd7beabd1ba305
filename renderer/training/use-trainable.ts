import { useEffect, useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { TrainableModel } from "#main/training/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** Which models can be trained, and about what that takes; null before the first answer. Asked again when models come or go. */
export function useTrainable(models: readonly Model[]): readonly TrainableModel[] | null {
  const client = useClient();
  const [trainable, setTrainable] = useState<readonly TrainableModel[] | null>(null);
  const key = models.map(({ id, problem }) => `${id} ${problem?.code ?? ""}`).join();
  useEffect(() => {
    let left = false;
    client.training.models().then(
      (list) => {
        if (!left) setTrainable(list);
      },
      // The page of a training says itself what is wrong with its model.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [client, key]);
  return trainable;
}
