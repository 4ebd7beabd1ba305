import { useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { TrainableModel, Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { formatMemory } from "#renderer/ui/units.ts";
import type { TrainingModels } from "../TrainingRoom.tsx";
import { Choice } from "./Choice.tsx";
import type { Configure } from "./configure.ts";
import { inOrder } from "./model-order.ts";
import { problemPlace } from "./problem-place.ts";

export interface ModelChoiceProps {
  training: Training;
  models: TrainingModels;
  trainable: readonly TrainableModel[] | null;
  configure: Configure;
}

/** More are behind a button. */
const SHOWN = 4;

/** The model to start from: what fits first, and why another one cannot be trained. */
export function ModelChoice({ training, models, trainable, configure }: ModelChoiceProps) {
  const t = useText();
  const [showsAll, setShowsAll] = useState(false);
  const { modelId, plan, problem } = training;
  const all = inOrder(models.models, trainable ?? []);
  const shown = showsAll ? all : all.filter(({ model }, index) => index < SHOWN || model.id === modelId);
  const subOf = ({ quantisation }: Model, { neededBytes }: TrainableModel, isChosen: boolean) => {
    const bytes = isChosen && plan !== null ? plan.plan.memory.whole : neededBytes;
    const key = isChosen && plan !== null ? "training.model.needs" : "training.model.needsAbout";
    return [quantisation, t(key, { memory: formatMemory(bytes) })].filter(Boolean).join(" · ");
  };
  return (
    <section aria-labelledby="training-model">
      <h2 id="training-model">{t("training.model")}</h2>
      {trainable !== null && all.length === 0 && (
        <div className="nothing-yet">
          <p className="small t2">{t("training.model.none")}</p>
          <Button onClick={models.add}>{t("training.model.add")}</Button>
        </div>
      )}
      <fieldset className="opts">
        <legend className="sr">{t("training.model")}</legend>
        {shown.map(({ model, able }) => {
          const isChosen = model.id === modelId;
          const fit = isChosen && plan !== null ? plan.fit : able.fit;
          return (
            <Choice
              key={model.id}
              name="training-model"
              checked={isChosen}
              title={models.nameOf(model)}
              sub={subOf(model, able, isChosen)}
              badge={able.refusal === null && <FitBadge state={fit} />}
              refusal={able.refusal}
              onChoose={() => configure({ modelId: model.id })}
            />
          );
        })}
      </fieldset>
      {all.length > shown.length && (
        <Button kind="text" onClick={() => setShowsAll(true)}>
          {t("training.model.all", { count: all.length })}
        </Button>
      )}
      {problemPlace(problem) === "model" && <Fault quiet error={problem ?? undefined} />}
    </section>
  );
}
