import { useLocation } from "wouter";
import { TrainingRoom } from "#renderer/training/TrainingRoom.tsx";
import { useUsualModelId } from "#renderer/models/use-models.ts";
import { listedName } from "./tell-apart.ts";
import { useModelsView } from "./state/models.ts";
import { useText } from "./texts.ts";
import { wantModel } from "./wanted-model.ts";

/** Where training, models and chat meet. */
export function TrainingRoute({ trainingId }: { trainingId: string | null }) {
  const t = useText();
  const [, navigate] = useLocation();
  const models = useModelsView((view) => view.models) ?? [];
  const usualModelId = useUsualModelId(models);
  return (
    <TrainingRoom
      trainingId={trainingId}
      onOpen={(id) => navigate(id === null ? "/training" : `/training/${id}`)}
      models={{
        models,
        usualModelId,
        nameOf: (model) => listedName(model, models, t),
        useInChat: (modelId, adapter) => {
          wantModel(modelId, [{ adapterId: adapter.id, name: adapter.name, scale: 1 }]);
          navigate("/chat");
        },
        show: (modelId) => navigate(`/models/${modelId}`),
        add: () => navigate("/models"),
      }}
    />
  );
}
