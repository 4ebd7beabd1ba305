import type { CurvePoint, Training, TrainingEvent } from "#main/training/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useWatch, type Watched } from "#renderer/rpc/use-watch.ts";

export interface TrainingState {
  readonly training: Training;
  /** By step. */
  readonly points: readonly CurvePoint[];
}

/** One training as it is and as it goes on; null before the first answer. */
export function useTraining(trainingId: string): Watched<TrainingState | null> {
  const client = useClient();
  return useWatch<TrainingState | null, TrainingEvent>(
    trainingId,
    (signal) => client.training.watch({ trainingId }, { signal }),
    afterEvent,
    null,
  );
}

export function afterEvent(state: TrainingState | null, event: TrainingEvent): TrainingState | null {
  if (event.type === "snapshot") return { training: event.training, points: event.points };
  if (state === null || event.type === "removed") return null;
  switch (event.type) {
    case "changed":
      return { ...state, training: event.training };
    case "points":
      return { ...state, points: withPoints(state.points, event.points) };
    case "back-to":
      return { ...state, points: state.points.filter(({ step }) => step <= event.step) };
  }
}

/** New values take the place of those of the same step. */
function withPoints(known: readonly CurvePoint[], added: readonly CurvePoint[]): CurvePoint[] {
  const bySteps = new Map(known.map((point) => [point.step, point]));
  for (const { step, loss, heldOutLoss } of added) {
    const before = bySteps.get(step);
    bySteps.set(step, {
      step,
      loss: loss ?? before?.loss ?? null,
      heldOutLoss: heldOutLoss ?? before?.heldOutLoss ?? null,
    });
  }
  return [...bySteps.values()].sort((a, b) => a.step - b.step);
}
