import { useId, useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { TrainableModel, Training } from "#main/training/contract.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TrainingMenu } from "../TrainingMenu.tsx";
import type { TrainingModels } from "../TrainingRoom.tsx";
import { useRenaming } from "../use-renaming.tsx";
import type { TrainingActions } from "../use-training-actions.ts";
import { AllSettings } from "./AllSettings.tsx";
import { LengthChoice } from "./LengthChoice.tsx";
import { ModelChoice } from "./ModelChoice.tsx";
import { NameField } from "./NameField.tsx";
import { PlanBar } from "./PlanBar.tsx";
import { PlanPanel } from "./PlanPanel.tsx";
import { Samples } from "./Samples.tsx";
import { Sources } from "./Sources.tsx";
import { useConfigure } from "./use-configure.ts";
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
export function PlanPage({ training: kept, models, trainable, actions, fault }: PlanPageProps) {
  const t = useText();
  const id = useId();
  const { shown: training, configure, fault: refused } = useConfigure(kept);
  const starting = useStart(training);
  const [showsAll, setShowsAll] = useState(false);
  const renaming = useRenaming(training, actions);
  const samples = training.report?.samples ?? [];
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
            {(fault ?? refused) !== null && <Fault error={fault ?? refused ?? undefined} />}
            <NameField training={training} onName={(name) => configure({ name })} />
            <Sources training={training} configure={configure} />
            <ModelChoice training={training} models={models} trainable={trainable} configure={configure} />
            <LengthChoice training={training} configure={configure} />
            {samples.length > 0 && <Samples samples={samples} />}
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
