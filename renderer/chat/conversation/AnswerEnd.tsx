import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { countWords } from "#renderer/ui/units.ts";
import { useConversationActions } from "./actions.ts";
import { AnswerFault } from "./AnswerFault.tsx";

/** How an answer ended where it did not end by itself: stopped, at a limit, or with an error; and how to go on. */
export function AnswerEnd({ message, isLast }: { message: Message; isLast: boolean }) {
  const t = useText();
  const actions = useConversationActions();
  if (message.error?.code === "CANCELLED") return <Cancelled message={message} isLast={isLast} />;
  if (message.error !== null) return <AnswerFault message={message} error={message.error} isLast={isLast} />;
  const words = countWords(message.text);
  const reason = message.generation?.stopReason ?? null;
  const text =
    message.status === "stopped"
      ? t("chat.end.stopped", { words })
      : reason === "max-tokens"
        ? t("chat.end.maxTokens", { tokens: message.generation?.generatedTokens ?? 0 })
        : reason === "context-full"
          ? t("chat.end.contextFull")
          : message.text === "" && message.status === "complete"
            ? t("chat.end.empty")
            : null;
  if (text === null) return null;
  return (
    <p className="ended">
      {text}
      {isLast && (
        <Button kind="text" size="sm" onClick={() => actions.resume(message.id)}>
          {t("chat.continue")}
        </Button>
      )}
    </p>
  );
}

/** Somebody cancelled the model's loading: nothing went wrong, and nothing was written. */
function Cancelled({ message, isLast }: { message: Message; isLast: boolean }) {
  const t = useText();
  const actions = useConversationActions();
  return (
    <p className="ended">
      {t("chat.end.cancelled")}
      {isLast && (
        <Button kind="text" size="sm" onClick={() => actions.retry(message.id, false)}>
          {t("chat.again")}
        </Button>
      )}
    </p>
  );
}
