import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import type { ChatModels } from "#renderer/chat/chat-models.ts";
import type { ChatDocuments } from "#renderer/chat/sources/answers-from.ts";
import { ChooseSources } from "#renderer/documents/attach/ChooseSources.tsx";
import { ImportDialog } from "#renderer/models/adapters/ImportDialog.tsx";
import { MemorySection } from "#renderer/models/fit/MemorySection.tsx";
import { showPresetsOf } from "#renderer/models/presets/shown-model.ts";
import { ModelSwitcher } from "#renderer/models/ModelSwitcher.tsx";
import { nearestThatFits } from "#renderer/models/fit/nearest-that-fits.ts";
import { usePaths } from "#renderer/models/use-paths.tsx";
import { useUsualModelId, writers } from "#renderer/models/use-models.ts";
import { useOpenPassage } from "./reading.ts";
import { useModelsView } from "./state/models.ts";
import { useWantedModel } from "./wanted-model.ts";
import { useWantedSources } from "./wanted-sources.ts";

export interface ChatMeeting {
  readonly models: ChatModels;
  readonly documents: ChatDocuments;
  /** To be drawn beside the chat. */
  readonly dialogs: ReactNode;
}

/** Where chat, models and documents meet: a chat is handed what it shows of the two. `chatId`: the chat that is read beside its sources. */
export function useChatMeeting(chatId: string | null): ChatMeeting {
  const [, navigate] = useLocation();
  const view = useModelsView((models) => models);
  const models = view?.models ?? [];
  const usualModelId = useUsualModelId(models);
  const wanted = useWantedModel();
  const wantedSources = useWantedSources(({ answersFrom }) => answersFrom);
  const openPassage = useOpenPassage();
  const paths = usePaths();
  const [importFor, setImportFor] = useState<{ modelId: string | null } | null>(null);
  return {
    documents: {
      wanted: wantedSources,
      chooser: (sources, onChoose, onClose) => (
        <ChooseSources sources={sources} onChoose={onChoose} onClose={onClose} />
      ),
      openPassage: (passages, at, sentence) => openPassage(passages, at, { sentence, chatId }),
    },
    models: {
      models,
      engines: view?.engines ?? [],
      usualModelId,
      wanted,
      switcher: (modelId, isWriting, onChoose) => (
        <ModelSwitcher view={view} modelId={modelId} isWriting={isWriting} onChoose={onChoose} />
      ),
      memory: (modelId) => view !== null && <MemorySection view={view} modelId={modelId} />,
      instead: (modelId) => nearestThatFits(models, modelId),
      findFile: (modelId) => {
        const model = models.find((one) => one.id === modelId);
        if (model !== undefined) paths.locate(model);
      },
      addAdapter: (modelId) => setImportFor({ modelId }),
      changeRoom: (modelId) => navigate(`/models/${modelId}`),
      editPresets: (modelId, presetId) => {
        showPresetsOf(modelId, presetId);
        navigate("/models/presets");
      },
      chooseModel: () => navigate(models.length === 0 ? "/welcome" : "/models"),
    },
    dialogs: (
      <>
        {paths.dialog}
        {importFor !== null && (
          <ImportDialog models={writers(models)} modelId={importFor.modelId} onClose={() => setImportFor(null)} />
        )}
      </>
    ),
  };
}
