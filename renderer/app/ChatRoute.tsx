import { Redirect, useLocation } from "wouter";
import { ChatRoom } from "#renderer/chat/ChatRoom.tsx";
import { MemorySection } from "#renderer/models/MemorySection.tsx";
import { ModelSwitcher } from "#renderer/models/ModelSwitcher.tsx";
import { usePaths } from "#renderer/models/use-paths.tsx";
import { useUsualModelId, writers } from "#renderer/models/use-models.ts";
import { closeDrawer } from "./frame/frame-store.ts";
import { MainPane } from "./frame/MainPane.tsx";
import { useModelsView } from "./state/models.ts";
import { useSettings } from "./state/settings.ts";

/** Where chat and models meet: the room of chats with the models it can be held with. */
export function ChatRoute({ chatId }: { chatId: string | undefined }) {
  const [, navigate] = useLocation();
  const view = useModelsView((models) => models);
  const welcomed = useSettings((settings) => settings.welcomed);
  const paths = usePaths();
  const usualModelId = useUsualModelId(view?.models ?? []);
  if (view === null || welcomed === null) return <MainPane>{null}</MainPane>;
  const isFirst = !welcomed && chatId === undefined;
  if (isFirst || (chatId === undefined && writers(view.models).length === 0)) return <Redirect to="/welcome" replace />;

  const open = (id: string | null) => {
    closeDrawer();
    navigate(id === null ? "/chat" : `/chat/${id}`);
  };
  return (
    <>
      <ChatRoom
        chatId={chatId ?? null}
        onOpen={open}
        models={{
          models: view.models,
          engines: view.engines,
          usualModelId,
          switcher: (props) => <ModelSwitcher models={view.models} {...props} />,
          memory: (modelId) => <MemorySection view={view} modelId={modelId} />,
          findFile: (modelId) => {
            const model = view.models.find((one) => one.id === modelId);
            if (model !== undefined) paths.locate(model);
          },
          changeRoom: (modelId) => navigate(`/models/${modelId}`),
          chooseModel: () => navigate(writers(view.models).length === 0 ? "/welcome" : "/models"),
        }}
      />
      {paths.dialog}
    </>
  );
}
