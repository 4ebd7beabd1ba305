import { useLocation } from "wouter";
import { Welcome } from "#renderer/models/welcome/Welcome.tsx";
import { useModelsView } from "./state/models.ts";
import { saveSettings } from "./state/settings.ts";
import { wantModel } from "./wanted-model.ts";

export function WelcomeRoute() {
  const [, navigate] = useLocation();
  const view = useModelsView((models) => models);
  if (view === null) return <main className="main" id="main" data-region="main" tabIndex={-1} />;
  return (
    <Welcome
      view={view}
      onStart={(modelId) => {
        wantModel(modelId);
        // The first page comes once; should this not be saved it only comes again.
        void saveSettings({ welcomed: true, defaultModelId: modelId }).finally(() => navigate("/chat"));
      }}
      onWhy={(modelId) => navigate(`/models/${modelId}`)}
    />
  );
}
