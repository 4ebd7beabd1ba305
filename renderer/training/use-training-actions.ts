import { useMemo } from "react";
import type { TrainingSummary } from "#main/training/contract.ts";
import { getTrainings } from "#renderer/app/state/trainings.ts";
import { errorText, t } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";

type Named = Pick<TrainingSummary, "id" | "name" | "state">;

/** What can be done with a training from its row and from its page. */
export interface TrainingActions {
  readonly remove: (training: Named) => void;
  readonly rename: (training: Named, name: string) => void;
  /** A new one with the same texts, model and settings. */
  readonly again: (training: Named) => void;
}

/** Deleting is done at once and offers Undo; the focus goes to the row that takes the place. */
export function useTrainingActions(currentId: string | null, onOpen: (id: string | null) => void): TrainingActions {
  const client = useClient();
  return useMemo(() => {
    const failed = (error: unknown) => toast(t(...errorText(toErrorShape(error))));
    return {
      remove({ id, state }) {
        const all = getTrainings() ?? [];
        const at = all.findIndex((one) => one.id === id);
        const next = all[at + 1] ?? all[at - 1] ?? null;
        const undo = () => void client.training.restore({ trainingId: id }).catch(failed);
        client.training.remove({ trainingId: id }).then(() => {
          if (id === currentId) onOpen(next?.id ?? null);
          if (next !== null) focusRow(next.id);
          const wasOpen = state === "running" || state === "waiting" || state === "paused";
          toast(t(wasOpen ? "training.removed.ended" : "training.removed"), { undo });
        }, failed);
      },
      rename({ id }, name) {
        client.training.configure({ trainingId: id, name }).catch(failed);
      },
      again({ id }) {
        client.training.again({ trainingId: id }).then(({ trainingId }) => onOpen(trainingId), failed);
      },
    };
  }, [client, currentId, onOpen]);
}

function focusRow(trainingId: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-training="${trainingId}"]`)?.focus());
}
