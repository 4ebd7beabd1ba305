import { useLocation } from "wouter";
import { ModelsRoom } from "#renderer/models/ModelsRoom.tsx";
import { Welcome } from "#renderer/models/welcome/Welcome.tsx";
import { MainPane } from "./frame/MainPane.tsx";
import { useModelsView } from "./state/models.ts";
import { saveSettings } from "./state/settings.ts";

/** The models, one of them selected by the address. */
export function ModelsRoute({ modelId }: { modelId: string | undefined }) {
  const [, navigate] = useLocation();
  const view = useModelsView((models) => models);
  if (view === null) return <MainPane>{null}</MainPane>;
  return (
    <ModelsRoom
      view={view}
      selectedId={modelId ?? null}
      onSelect={(id) => navigate(`/models/${id}`, { replace: true })}
      onUse={(id) => void takeModel(id, navigate)}
    />
  );
}

/** The first page, until a model was chosen. */
export function WelcomeRoute() {
  const [, navigate] = useLocation();
  const view = useModelsView((models) => models);
  if (view === null) return <MainPane>{null}</MainPane>;
  return (
    <Welcome view={view} onStart={(id) => void takeModel(id, navigate)} onWhy={(id) => navigate(`/models/${id}`)} />
  );
}

/** The model becomes the usual one, and a new chat begins with it. */
async function takeModel(modelId: string, navigate: (path: string) => void): Promise<void> {
  await saveSettings({ defaultModelId: modelId, welcomed: true });
  navigate("/chat");
}
