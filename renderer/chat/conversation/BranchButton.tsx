import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "./actions.ts";

/** Goes on from a message in a chat of its own. */
export function BranchButton({ messageId }: { messageId: string }) {
  const t = useText();
  const { branch } = useConversationActions();
  return <Button kind="quiet" size="sm" icon="branch" label={t("chat.branch")} onClick={() => branch(messageId)} />;
}
