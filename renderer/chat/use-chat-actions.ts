import { useEffect, useMemo, useRef, useState } from "react";
import type { AnswersFrom } from "#main/chat/grounding/contract.ts";
import type { AdapterUse, ChatMode, ChatView, Message, Sampling } from "#main/chat/contract.ts";
import type { Rating } from "#main/chat/rating/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { t } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";
import type { ConversationActions } from "./conversation/actions.ts";
import { withoutCitations } from "./grounding/mark-sentences.ts";

/** What may be changed about a chat; it counts from the next answer. */
export interface ChatChange {
  modelId?: string;
  adapters?: AdapterUse[];
  systemPrompt?: string;
  sampling?: Sampling;
  /** Its instructions and sampling are taken over. */
  presetId?: string | null;
  mode?: ChatMode;
  answersFrom?: AnswersFrom;
  /** null: as text. */
  answerSchema?: string | null;
}

export interface ChatActions extends ConversationActions {
  /** Whether the app has it; it is on disk then. */
  readonly send: (text: string) => Promise<boolean>;
  readonly configure: (change: ChatChange) => void;
  readonly editLast: () => void;
  readonly editingId: string | null;
  /** What the last call failed with, until it is dismissed or one succeeds. */
  readonly fault: ErrorShape | null;
  readonly dismiss: () => void;
}

export interface ChatActionsOptions {
  chatId: string;
  view: ChatView | null;
  /** What can be used instead of this chat's model when it does not fit. */
  instead: { readonly id: string; readonly name: string } | null;
  /** Where the errors lead. */
  leads: Pick<ConversationActions, "openSwitcher" | "findFile" | "changeRoom" | "chooseModel" | "openPassage">;
  onEdited: () => void;
  onOpen: (chatId: string) => void;
}

/** Room for the word that tells the new chat from the old one. */
const TITLE_CHARACTERS = 150;

/** Everything that can be done in one chat. The functions keep their identity, so that rows of the conversation are not drawn again. */
export function useChatActions(options: ChatActionsOptions): ChatActions {
  const client = useClient();
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const [editingId, setEditingId] = useState<string | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const stable = useMemo(() => {
    const attempt = async (work: Promise<unknown>): Promise<boolean> => {
      try {
        await work;
        setFault(null);
        return true;
      } catch (error) {
        setFault(toErrorShape(error));
        return false;
      }
    };
    const startEdit = (messageId: string | null) => {
      setEditingId(messageId);
      if (messageId === null) latest.current.onEdited();
    };
    return {
      send: (text: string) => {
        const { chatId, view } = latest.current;
        const parentId = view?.messages.at(-1)?.id ?? null;
        return attempt(client.chat.send({ chatId, parentId, text }));
      },
      edit: (messageId: string, text: string) => attempt(client.chat.edit({ messageId, text })),
      retry: (messageId: string, exactly: boolean) => void attempt(client.chat.retry({ messageId, exactly })),
      readEverything: (messageId: string) => void attempt(client.chat.readEverything({ messageId })),
      keepQuestion: (messageId: string) =>
        void attempt(client.chat.evaluate.keepAnswer({ messageId }).then(() => toast(t("evaluate.kept")))),
      branch: (messageId: string) => {
        const title = (latest.current.view?.chat.title ?? "").slice(0, TITLE_CHARACTERS);
        void attempt(
          client.chat
            .branch({ messageId, title: t("chat.branch.title", { title: title === "" ? t("chat.untitled") : title }) })
            .then(({ id }) => latest.current.onOpen(id)),
        );
      },
      rate: (messageId: string, rating: Pick<Rating, "verdict" | "reason"> | null) =>
        void attempt(client.chat.rate({ messageId, rating })),
      retryAnyway: (messageId: string) => void attempt(client.chat.retry({ messageId, anyway: true })),
      compare: (messageId: string) => void attempt(client.chat.compare({ messageId })),
      resume: (messageId: string) => void attempt(client.chat.resume({ messageId })),
      stop: (runId: string) => void attempt(client.chat.stop({ runId })),
      select: (messageId: string) => void attempt(client.chat.select({ messageId })),
      configure: (change: ChatChange) =>
        void attempt(client.chat.configure({ chatId: latest.current.chatId, ...change })),
      retryWith: (modelId: string, messageId: string) =>
        void attempt(
          client.chat
            .configure({ chatId: latest.current.chatId, modelId })
            .then(() => client.chat.retry({ messageId, exactly: false })),
        ),
      copy: (message: Message) => {
        void attempt(navigator.clipboard.writeText(textToCopy(message)).then(() => toast(t("chat.copied.message"))));
      },
      startEdit,
      editLast: () => {
        const last = latest.current.view?.messages.findLast((message) => message.role === "user");
        if (last !== undefined) startEdit(last.id);
      },
      openSwitcher: () => latest.current.leads.openSwitcher(),
      findFile: () => latest.current.leads.findFile(),
      changeRoom: () => latest.current.leads.changeRoom(),
      chooseModel: () => latest.current.leads.chooseModel(),
      dismiss: () => setFault(null),
    };
  }, [client]);

  const { id: insteadId = null, name: insteadName = "" } = options.instead ?? {};
  const { openPassage } = options.leads;
  const hasAdapters = options.view?.chat.adapters.some(({ scale }) => scale !== 0) ?? false;
  return useMemo(() => {
    const instead = insteadId === null ? null : { id: insteadId, name: insteadName };
    return { ...stable, fault, editingId, instead, hasAdapters, openPassage };
  }, [stable, fault, editingId, insteadId, insteadName, hasAdapters, openPassage]);
}

/** Without its citations, which mean nothing elsewhere. */
function textToCopy({ text, grounding }: Message): string {
  return grounding === null ? text : withoutCitations(text, grounding.sentences);
}
