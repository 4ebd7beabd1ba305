import { useEffect, useRef, type RefObject } from "react";
import type { Message, Run } from "#main/chat/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { actionOf, useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";
import type { ChatModels } from "./chat-models.ts";
import type { ComposerHandle } from "./composer/Composer.tsx";
import { currentRun } from "./current-run.ts";
import { useFindingKeys } from "./grounding/use-finding-keys.ts";
import type { ChatDocuments } from "./sources/answers-from.ts";
import { useChat } from "./use-chat.ts";
import { type ChatActions, useChatActions } from "./use-chat-actions.ts";
import type { LiveChat } from "./view.ts";

/** A chat as a page works with it, wherever it stands. */
export interface OpenedChat {
  readonly live: LiveChat & { error: ErrorShape | null };
  readonly actions: ChatActions;
  readonly modelId: string | null;
  /** null: it is not on the list. */
  readonly model: Model | null;
  /** What Stop stops; null: nothing is under way. */
  readonly run: Run | null;
  readonly lastAnswer: Message | null;
  readonly isGone: boolean;
  /** "" while it is read. */
  readonly title: string;
  readonly composer: RefObject<ComposerHandle | null>;
}

export interface OpenChatOptions {
  readonly chatId: string;
  readonly models: ChatModels;
  readonly documents: ChatDocuments;
  /** The composer gets the focus at once; beside something that is read it does not. */
  readonly takesFocus: boolean;
  readonly onOpen: (chatId: string) => void;
}

/** The chat with its keys: the composer's, stop, again, and the findings'. */
export function useOpenChat({ chatId, models, documents, takesFocus, onOpen }: OpenChatOptions): OpenedChat {
  const t = useText();
  const live = useChat(chatId);
  const view = live.view;
  const composer = useRef<ComposerHandle>(null);
  const modelId = view?.chat.modelId ?? models.usualModelId;
  const actions = useChatActions({
    chatId,
    view,
    leads: {
      openSwitcher: () => actionOf("change-model")?.run(),
      findFile: () => (modelId === null ? models.chooseModel() : models.findFile(modelId)),
      changeRoom: () => (modelId === null ? models.chooseModel() : models.changeRoom(modelId)),
      chooseModel: models.chooseModel,
      openPassage: documents.openPassage,
    },
    instead: models.instead(modelId),
    onEdited: () => composer.current?.focus(),
    onOpen,
  });
  const run = currentRun(view);
  const lastAnswer = view?.messages.findLast((message) => message.role === "assistant") ?? null;
  useAction({ id: "focus-composer", label: t("chat.focus"), keyOnly: true, run: () => composer.current?.focus() });
  useAction(run === null ? null : { id: "stop", label: t("chat.stop"), icon: "stop", run: () => actions.stop(run.id) });
  useAction(
    lastAnswer === null || run !== null
      ? null
      : { id: "again", label: t("chat.again"), icon: "again", run: () => actions.retry(lastAnswer.id, false) },
  );
  useFindingKeys(view);
  useEffect(() => {
    if (takesFocus) composer.current?.focus();
  }, [takesFocus]);
  return {
    ...{ live, actions, modelId, run, lastAnswer, composer },
    model: models.models.find((one) => one.id === modelId) ?? null,
    isGone: live.removed || live.error?.code === "NOT_FOUND",
    title: view === null ? t("chat.title.loading") : view.chat.title === "" ? t("chat.untitled") : view.chat.title,
  };
}
