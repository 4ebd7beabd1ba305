import type { ErrorShape } from "#main/rpc/errors.ts";
import type { TrainableModel } from "#main/training/contract.ts";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import { DonePage } from "./done/DonePage.tsx";
import { PlanPage } from "./plan/PlanPage.tsx";
import { RunPage } from "./run/RunPage.tsx";
import type { TrainingModels } from "./TrainingRoom.tsx";
import type { TrainingActions } from "./use-training-actions.ts";
import { useTraining } from "./use-training.ts";

export interface TrainingPageProps {
  trainingId: string;
  models: TrainingModels;
  trainable: readonly TrainableModel[] | null;
  actions: TrainingActions;
  /** Why a new one could not be made. */
  fault: ErrorShape | null;
  onOpen: (trainingId: string | null) => void;
}

/** A training before it starts, while it goes on, and when it is done. */
export function TrainingPage({ trainingId, models, trainable, actions, fault }: TrainingPageProps) {
  const t = useText();
  const { state, error } = useTraining(trainingId);
  if (state === null) {
    return (
      <MainPane>
        <RoomBar title={t("app.training")} />
        <div className="scroll page">{error !== null && <Fault error={error} />}</div>
      </MainPane>
    );
  }
  const { training, points } = state;
  switch (training.state) {
    case "draft":
    case "examined":
      return <PlanPage training={training} models={models} trainable={trainable} actions={actions} fault={fault} />;
    case "done":
      return <DonePage training={training} points={points} models={models} actions={actions} />;
    default:
      return <RunPage training={training} points={points} models={models} actions={actions} />;
  }
}
