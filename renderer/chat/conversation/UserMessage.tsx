import { memo } from "react";
import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "./actions.ts";
import { BranchButton } from "./BranchButton.tsx";
import { EditMessage } from "./EditMessage.tsx";
import { textPieces } from "./text-pieces.ts";
import { Versions } from "./Versions.tsx";

export interface UserMessageProps {
  message: Message;
  editing: boolean;
}

/** What the user wrote, as it was written; editing it begins a branch, and what was there stays. */
export const UserMessage = memo(function UserMessage({ message, editing }: UserMessageProps) {
  const t = useText();
  const actions = useConversationActions();
  if (editing) return <EditMessage message={message} />;
  return (
    <div className="turn-you" data-message={message.id}>
      <div className="you">
        <span className="sr">{t("chat.you")} </span>
        <span dir="auto">
          {textPieces(message.text).map((piece, index) => (
            <span key={index} className="piece">
              {piece}
            </span>
          ))}
        </span>
      </div>
      <div className="does" role="group" aria-label={t("chat.you.actions")}>
        <Versions message={message} />
        <Button kind="quiet" size="sm" icon="copy" onClick={() => actions.copy(message)}>
          {t("chat.copy")}
        </Button>
        <Button kind="quiet" size="sm" icon="pen" onClick={() => actions.startEdit(message.id)}>
          {t("chat.edit")}
        </Button>
        <BranchButton messageId={message.id} />
      </div>
    </div>
  );
});
