import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import type { ChatModels } from "./chat-models.ts";
import { ChatColumn } from "./ChatColumn.tsx";
import { ConversationActionsContext } from "./conversation/actions.ts";
import type { ChatDocuments } from "./sources/answers-from.ts";
import { useOpenChat } from "./use-open-chat.ts";
import "./chat-beside.css";

export interface ChatBesideProps {
  readonly chatId: string;
  readonly models: ChatModels;
  readonly documents: ChatDocuments;
  /** Shows what else stands beside the page. */
  readonly onOther: { readonly label: string; readonly run: () => void };
  /** Another chat takes the whole room; null: a new one. */
  readonly onOpen: (chatId: string | null) => void;
}

/** The chat whose sources are read, beside them: its sentences lead to the pages, and one goes on asking. */
export function ChatBeside({ chatId, models, documents, onOther, onOpen }: ChatBesideProps) {
  const t = useText();
  const opened = useOpenChat({ chatId, models, documents, takesFocus: false, onOpen });
  return (
    <ConversationActionsContext value={opened.actions}>
      <InspectorPane
        label={t("chat.beside")}
        title={opened.title}
        actions={<Button kind="quiet" icon="docs" label={onOther.label} onClick={onOther.run} />}
      >
        <div className="chat-beside">
          <ChatColumn {...{ chatId, opened, models, documents }} onNew={() => onOpen(null)} showsModelNote={false} />
        </div>
      </InspectorPane>
    </ConversationActionsContext>
  );
}
