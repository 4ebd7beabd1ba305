import { useLocation } from "wouter";
import { ModelsRoom } from "#renderer/models/ModelsRoom.tsx";
import { MainPane, RoomBar } from "./frame/MainPane.tsx";
import { useModelsView } from "./state/models.ts";
import { useText } from "./texts.ts";
import { wantModel } from "./wanted-model.ts";

export function ModelsRoute({ shown }: { shown: string | null }) {
  const t = useText();
  const [, navigate] = useLocation();
  const view = useModelsView((models) => models);
  if (view === null) {
    return (
      <MainPane>
        <RoomBar title={t("app.models")} />
      </MainPane>
    );
  }
  return (
    <ModelsRoom
      view={view}
      shown={shown}
      onShow={(id) => navigate(id === null ? "/models" : `/models/${id}`)}
      onUse={(id) => {
        wantModel(id);
        navigate("/chat");
      }}
    />
  );
}
