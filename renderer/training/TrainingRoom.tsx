import { useCallback, useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { ListPane } from "#renderer/app/frame/ListPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useTrainings } from "#renderer/app/state/trainings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Empty } from "#renderer/ui/Empty.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TrainingList } from "./list/TrainingList.tsx";
import { TrainingPage } from "./TrainingPage.tsx";
import { useTrainable } from "./use-trainable.ts";
import { useTrainingActions } from "./use-training-actions.ts";
import "./training.css";

/** What the room needs to know of models; the rooms meet in the app, not in one another. */
export interface TrainingModels {
  readonly models: readonly Model[];
  readonly usualModelId: string | null;
  /** What tells a model from its namesakes. */
  readonly nameOf: (model: Model) => string;
  readonly useInChat: (modelId: string, adapter: Model) => void;
  readonly show: (modelId: string) => void;
  /** Where models are added. */
  readonly add: () => void;
}

export interface TrainingRoomProps {
  /** null: the newest. */
  trainingId: string | null;
  models: TrainingModels;
  onOpen: (trainingId: string | null) => void;
}

/** The trainings, and one of them: its plan, its run, or what came of it. */
export function TrainingRoom({ trainingId, models, onOpen: navigate }: TrainingRoomProps) {
  const t = useText();
  const client = useClient();
  const trainings = useTrainings((all) => all);
  const trainable = useTrainable(models.models);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const onOpen = useCallback(
    (id: string | null) => {
      closeDrawer();
      navigate(id);
    },
    [navigate],
  );
  const shownId = trainingId ?? trainings?.[0]?.id ?? null;
  const actions = useTrainingActions(shownId, onOpen);

  const create = async () => {
    const able = trainable?.filter(({ refusal }) => refusal === null).map(({ modelId }) => modelId) ?? [];
    const usual = models.usualModelId;
    const modelId = usual !== null && able.includes(usual) ? usual : (able[0] ?? null);
    try {
      const made = await client.training.create({ name: t("training.new.name"), modelId });
      setFault(null);
      onOpen(made.trainingId);
    } catch (error) {
      setFault(toErrorShape(error));
    }
  };
  useAction({ id: "new", label: t("training.new"), icon: "plus", run: () => void create() });

  return (
    <>
      <ListPane
        label={t("training.list")}
        actions={
          <Button kind="quiet" icon="plus" label={t("training.new")} action="new" onClick={() => void create()} />
        }
      >
        <TrainingList trainings={trainings} currentId={shownId} onOpen={onOpen} actions={actions} />
      </ListPane>
      {shownId === null ? (
        <MainPane>
          <RoomBar title={t("app.training")} />
          <div className="scroll training-empty">
            {trainings !== null && (
              <Empty
                title={t("training.empty.title")}
                actions={
                  <Button kind="go" size="lg" onClick={() => void create()}>
                    {t("training.new")}
                  </Button>
                }
              >
                {t("training.empty")}
              </Empty>
            )}
            {fault !== null && <Fault error={fault} />}
          </div>
        </MainPane>
      ) : (
        <TrainingPage
          key={shownId}
          trainingId={shownId}
          models={models}
          trainable={trainable}
          actions={actions}
          fault={fault}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
