import type { CurvePoint, Training, TrainingResult } from "#main/training/contract.ts";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { durationText, momentText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { useNow } from "#renderer/app/use-now.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Facts } from "#renderer/ui/Meter.tsx";
import { formatBytes, formatMemory } from "#renderer/ui/units.ts";
import { LossSection } from "../curve/LossSection.tsx";
import { perSecond } from "../numbers.ts";
import { TrainingMenu } from "../TrainingMenu.tsx";
import type { TrainingModels } from "../TrainingRoom.tsx";
import { useRenaming } from "../use-renaming.tsx";
import type { TrainingActions } from "../use-training-actions.ts";
import { Outcome } from "./Outcome.tsx";
import "./done.css";

export interface DonePageProps {
  training: Training;
  points: readonly CurvePoint[];
  models: TrainingModels;
  actions: TrainingActions;
}

/** What came of it, in plain words and without a verdict; and the way to try it. */
export function DonePage({ training, points, models, actions }: DonePageProps) {
  const t = useText();
  const now = useNow();
  const renaming = useRenaming(training, actions);
  const { result } = training;
  if (result === null) return null;
  const adapter = models.models.find(({ id }) => id === result.adapterId) ?? null;
  const model = models.models.find(({ id }) => id === training.modelId) ?? null;
  const reason =
    adapter === null
      ? t("training.use.noAdapter")
      : model === null
        ? t("training.use.noModel", { model: training.modelName })
        : undefined;
  const when = momentText(t, training.endedAt ?? training.createdAt, now);
  return (
    <MainPane>
      <RoomBar
        title={training.name}
        heading={renaming.heading}
        sub={t("training.done.sub", { model: model?.name ?? training.modelName, when, step: result.bestStep })}
        more={<TrainingMenu training={training} actions={actions} onRename={renaming.begin} />}
      />
      <div className="scroll" role="region" aria-label={t("training.done.region")} tabIndex={0}>
        <div className="page training-done">
          <Outcome result={result} heldOut={training.report?.heldOut.examples ?? 0} />
          <div className="row acts">
            <Button
              kind="go"
              size="lg"
              reason={reason}
              onClick={() => {
                if (adapter !== null && model !== null) models.useInChat(model.id, adapter);
              }}
            >
              {t("training.use")}
            </Button>
            {adapter !== null && (
              <Button size="lg" onClick={() => models.show(adapter.id)}>
                {t("training.show")}
              </Button>
            )}
            <Button kind="quiet" size="lg" onClick={() => actions.again(training)}>
              {t("training.again")}
            </Button>
          </div>
          <LossSection training={training} points={points} />
          <div className="two">
            <section aria-labelledby="training-not-shown">
              <h2 id="training-not-shown">{t("training.notShown")}</h2>
              <p className="small t2">{t("training.notShown.text")}</p>
            </section>
            <section aria-labelledby="training-took">
              <h2 id="training-took">{t("training.took")}</h2>
              <Took training={training} result={result} />
            </section>
          </div>
        </div>
      </div>
    </MainPane>
  );
}

function Took({ training, result }: { training: Training; result: TrainingResult }) {
  const t = useText();
  const { run, plan, report } = training;
  const planned = plan === null ? null : durationText(t, plan.plan.seconds.likely * 1_000);
  const time = run === null ? "" : durationText(t, run.workedMs);
  const items = [
    { term: t("training.soFar.time"), text: planned === null ? time : t("training.took.time", { time, planned }) },
    { term: t("training.memory"), text: t("training.took.memory", { memory: formatMemory(run?.memoryBytes ?? 0) }) },
    { term: t("training.soFar.speed"), text: t("training.perSecond", { speed: perSecond(run?.tokensPerSecond ?? 0) }) },
    { term: t("training.texts"), text: t("training.took.texts", { count: report?.training.examples ?? 0 }) },
    { term: t("training.adapter"), text: formatBytes(result.adapterBytes) },
  ];
  return <Facts items={items.map((item) => ({ ...item, numeric: true }))} />;
}
