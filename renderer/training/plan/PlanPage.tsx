import { useId, useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { TrainableModel, Training } from "#main/training/contract.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TrainingMenu } from "../TrainingMenu.tsx";
import type { TrainingModels } from "../TrainingRoom.tsx";
import { useRenaming } from "../use-renaming.tsx";
import type { TrainingActions } from "../use-training-actions.ts";
import { AllSettings } from "./AllSettings.tsx";
import type { Configure } from "./configure.ts";
import { LengthChoice } from "./LengthChoice.tsx";
import { ModelChoice } from "./ModelChoice.tsx";
import { NameField } from "./NameField.tsx";
import { PlanBar } from "./PlanBar.tsx";
import { PlanPanel } from "./PlanPanel.tsx";
import { Sources } from "./Sources.tsx";
import { useStart } from "./use-start.ts";
import "./plan.css";

export interface PlanPageProps {
  training: Training;
  models: TrainingModels;
  trainable: readonly TrainableModel[] | null;
  actions: TrainingActions;
  /** Why a new one could not be made. */
  fault: ErrorShape | null;
}

/** What to learn from, from which model on, and how long; beside it what that takes. */
export function PlanPage({ training, models, trainable, actions, fault }: PlanPageProps) {
  const t = useText();
  const client = useClient();
  const id = useId();
  const changing = useAttempt();
  const starting = useStart(training);
  const [showsAll, setShowsAll] = useState(false);
  const renaming = useRenaming(training, actions);
  const configure: Configure = (change) =>
    changing.attempt(client.training.configure({ trainingId: training.id, ...change }));
  const sub =
    training.modelName === "" ? t("training.plan.sub") : t("training.plan.sub.of", { model: training.modelName });
  return (
    <>
      <MainPane>
        <RoomBar
          title={training.name}
          heading={renaming.heading}
          sub={sub}
          actions={
            <Button kind="quiet" aria-expanded={showsAll} aria-controls={id} onClick={() => setShowsAll(!showsAll)}>
              {t("training.settings")}
            </Button>
          }
          more={<TrainingMenu training={training} actions={actions} onRename={renaming.begin} />}
        />
        <div className="scroll" role="region" aria-label={t("training.plan.region")} tabIndex={0}>
          <div className="page training-plan">
            {(fault ?? changing.fault) !== null && <Fault error={fault ?? changing.fault ?? undefined} />}
            <NameField training={training} onName={(name) => configure({ name })} />
            <Sources training={training} configure={configure} />
            <ModelChoice training={training} models={models} trainable={trainable} configure={configure} />
            <LengthChoice training={training} configure={configure} />
            <div id={id}>{showsAll && <AllSettings training={training} configure={configure} />}</div>
          </div>
        </div>
        <PlanBar training={training} starting={starting} />
      </MainPane>
      <InspectorPane label={t("training.plan")} title={t("training.plan")}>
        <PlanPanel training={training} starting={starting} configure={configure} />
      </InspectorPane>
    </>
  );
}
