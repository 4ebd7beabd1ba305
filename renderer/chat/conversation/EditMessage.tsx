import { useEffect, useRef, useState } from "react";
import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "./actions.ts";

/** A message of the user's while it is edited in its place. Enter sends it as a new branch, Esc leaves it as it was. */
export function EditMessage({ message }: { message: Message }) {
  const t = useText();
  const actions = useConversationActions();
  const [text, setText] = useState(message.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const send = () => {
    if (text.trim() === "") return;
    actions.startEdit(null);
    if (text !== message.text) actions.edit(message.id, text);
  };
  return (
    <div className="editing">
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={t("chat.edit.label")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            actions.startEdit(null);
          }
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className="row">
        <span className="tiny t3 grow">{t("chat.edit.note")}</span>
        <Button kind="quiet" onClick={() => actions.startEdit(null)}>
          {t("chat.cancel")}
        </Button>
        <Button onClick={send}>{t("chat.send")}</Button>
      </div>
    </div>
  );
}
