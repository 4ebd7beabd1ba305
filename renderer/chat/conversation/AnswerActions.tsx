import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "./actions.ts";
import { BranchButton } from "./BranchButton.tsx";
import { Rate } from "./Rating.tsx";
import { Versions } from "./Versions.tsx";

export interface AnswerActionsProps {
  message: Message;
  isLast: boolean;
  details: boolean;
  onDetails: () => void;
}

/** The answer's own row, seen at hover and focus: copy, again, exactly again, its versions, its details. */
export function AnswerActions({ message, isLast, details, onDetails }: AnswerActionsProps) {
  const t = useText();
  const actions = useConversationActions();
  // What stands above this row, an error without a word written, has the button already.
  const offersAgain = isLast && message.error !== null && message.text === "";
  const wrote = message.generation?.adapters.some(({ scale }) => scale !== 0) ?? false;
  const compare = wrote ? "without" : "with";
  const exactly = message.generation !== null && message.generation.resumes === 0;
  return (
    <div className="does" role="group" aria-label={t("chat.answer.actions")}>
      <Versions message={message} />
      {message.text !== "" && (
        <Button kind="quiet" size="sm" icon="copy" onClick={() => actions.copy(message)}>
          {t("chat.copy")}
        </Button>
      )}
      {!offersAgain && (
        <Button
          kind="quiet"
          size="sm"
          icon="again"
          action={isLast ? "again" : undefined}
          onClick={() => actions.retry(message.id, false)}
        >
          {t("chat.again")}
        </Button>
      )}
      {message.generation !== null && (
        <Button
          kind="quiet"
          size="sm"
          tip={t("chat.exactly.tip")}
          reason={exactly ? undefined : t("chat.exactly.not")}
          onClick={() => actions.retry(message.id, true)}
        >
          {t("chat.exactly")}
        </Button>
      )}
      {message.generation !== null && (wrote || actions.hasAdapters) && (
        <Button
          kind="quiet"
          size="sm"
          tip={t(`adapters.compare.${compare}.tip`)}
          onClick={() => actions.compare(message.id)}
        >
          {t(`adapters.compare.${compare}`)}
        </Button>
      )}
      {message.text !== "" && <Rate message={message} />}
      <BranchButton messageId={message.id} />
      {message.generation !== null && (
        <Button kind="quiet" size="sm" icon="info" aria-expanded={details} onClick={onDetails}>
          {t("chat.details")}
        </Button>
      )}
    </div>
  );
}
