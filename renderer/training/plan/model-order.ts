import type { Model } from "#main/models/contract.ts";
import type { TrainableModel } from "#main/training/contract.ts";

const PLACES = { fits: 0, tight: 1, "too-large": 2 } as const;

/** Models that can be trained and fit first, the smaller before the larger; those that cannot be trained at the end. */
export function inOrder(models: readonly Model[], trainable: readonly TrainableModel[]) {
  const byId = new Map(trainable.map((able) => [able.modelId, able]));
  const place = (able: TrainableModel) => (able.refusal === null ? PLACES[able.fit] : 3);
  return models
    .flatMap((model) => {
      const able = byId.get(model.id);
      return able === undefined ? [] : [{ model, able }];
    })
    .sort((a, b) => place(a.able) - place(b.able) || a.able.neededBytes - b.able.neededBytes);
}
