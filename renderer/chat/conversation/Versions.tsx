import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "./actions.ts";
import { siblingAt, versionOf } from "./siblings.ts";

/** ‹ 2/3 ›: the versions of an answer, or the branches that begin at a message. ← and → move while it has the focus. */
export function Versions({ message }: { message: Message }) {
  const t = useText();
  const actions = useConversationActions();
  const { at, of } = versionOf(message);
  if (of < 2) return null;
  const before = siblingAt(message, -1);
  const after = siblingAt(message, 1);
  const move = (to: string | null) => {
    if (to !== null) actions.select(to);
  };
  return (
    <span
      className="versions n"
      role="group"
      aria-label={t("chat.versions.label", { at, of })}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") move(before);
        if (event.key === "ArrowRight") move(after);
      }}
    >
      <Button
        kind="quiet"
        size="sm"
        icon="left"
        label={t("chat.versions.before")}
        aria-disabled={before === null}
        onClick={() => move(before)}
      />
      <span aria-hidden="true">
        {at}/{of}
      </span>
      <Button
        kind="quiet"
        size="sm"
        icon="right"
        label={t("chat.versions.after")}
        aria-disabled={after === null}
        onClick={() => move(after)}
      />
    </span>
  );
}
