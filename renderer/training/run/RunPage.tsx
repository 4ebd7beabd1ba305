import { useState } from "react";
import type { CurvePoint, Training } from "#main/training/contract.ts";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { MenuItem } from "#renderer/ui/Menu.tsx";
import { Conduct } from "../Conduct.tsx";
import { LossSection } from "../curve/LossSection.tsx";
import { TrainingMenu } from "../TrainingMenu.tsx";
import type { TrainingModels } from "../TrainingRoom.tsx";
import { useRenaming } from "../use-renaming.tsx";
import type { TrainingActions } from "../use-training-actions.ts";
import { Ended } from "./Ended.tsx";
import { RunAnnouncer } from "./RunAnnouncer.tsx";
import { RunHead } from "./RunHead.tsx";
import { RunNotes } from "./RunNotes.tsx";
import { SoFar } from "./SoFar.tsx";
import "./run.css";

export interface RunPageProps {
  training: Training;
  points: readonly CurvePoint[];
  models: TrainingModels;
  actions: TrainingActions;
}

/** A training that waits, runs or is paused; or that ended without a result, and can go on. */
export function RunPage({ training, points, models, actions }: RunPageProps) {
  const t = useText();
  const client = useClient();
  const lost = useLostReason();
  const { fault, attempt } = useAttempt();
  const [pausing, setPausing] = useState(false);
  const renaming = useRenaming(training, actions);
  const { id: trainingId, state, jobId, run, report } = training;
  const isOpen = jobId !== null;
  const isPausing = pausing && state === "running";
  const model = models.models.find(({ id }) => id === training.modelId);
  const name = model?.name ?? training.modelName;
  const pause = () => {
    if (jobId === null) return;
    setPausing(true);
    attempt(client.jobs.pause({ jobId }).finally(() => setTimeout(() => setPausing(false), PAUSING_MS)));
  };
  return (
    <MainPane>
      <RoomBar
        title={training.name}
        heading={renaming.heading}
        sub={t("training.run.sub", { model: name, count: report?.training.examples ?? 0 })}
        actions={
          isOpen && (
            <>
              {state === "paused" ? (
                <Button kind="go" reason={lost} onClick={() => attempt(client.training.start({ trainingId }))}>
                  {t("training.goOn")}
                </Button>
              ) : (
                <Button icon="pause" reason={lost ?? (isPausing ? t("training.pausing") : undefined)} onClick={pause}>
                  {t("training.pause")}
                </Button>
              )}
              <Button
                tip={t("training.stop.tip")}
                reason={lost ?? (run?.isStopping === true ? t("training.stopping") : undefined)}
                onClick={() => attempt(client.training.stop({ trainingId }))}
              >
                {t("training.stop")}
              </Button>
            </>
          )
        }
        more={
          <TrainingMenu training={training} actions={actions} onRename={renaming.begin}>
            {jobId !== null && (
              <MenuItem icon="x" onSelect={() => attempt(client.jobs.cancel({ jobId }))}>
                {t("training.cancel")}
              </MenuItem>
            )}
          </TrainingMenu>
        }
      />
      <div className="scroll" role="region" aria-label={t("training.run.region")} tabIndex={0}>
        <div className="page training-run">
          {fault !== null && <Fault error={fault} />}
          {isOpen ? (
            <RunHead training={training} isPausing={isPausing} />
          ) : (
            <Ended training={training} attempt={attempt} />
          )}
          <div className="cols">
            <LossSection training={training} points={points} />
            <section className="side" aria-labelledby="training-so-far">
              <h2 id="training-so-far">{t("training.soFar")}</h2>
              <SoFar training={training} />
              {isOpen && (
                <Conduct
                  training={training}
                  onChange={(change) => attempt(client.training.configure({ trainingId, ...change }))}
                />
              )}
              <RunNotes training={training} />
            </section>
          </div>
        </div>
      </div>
      <RunAnnouncer training={training} />
    </MainPane>
  );
}

/** A step of a large model takes so long; then the button can be pressed again. */
const PAUSING_MS = 60_000;
