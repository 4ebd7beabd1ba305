import { useEffect, useRef, useState } from "react";
import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { isComposing } from "../is-composing.ts";
import { useConversationActions } from "./actions.ts";
import "../writing-box.css";

/**
 * A message of the user's while it is edited in its place. Enter sends it as a new branch, Esc leaves it as it was. What is not taken
 * stays in the field.
 */
export function EditMessage({ message }: { message: Message }) {
  const t = useText();
  const actions = useConversationActions();
  const [text, setText] = useState(message.text);
  const isSending = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const send = async () => {
    if (text.trim() === "" || isSending.current) return;
    isSending.current = true;
    const isDone = text === message.text || (await actions.edit(message.id, text));
    isSending.current = false;
    if (isDone) actions.startEdit(null);
  };
  return (
    <div className="writing-box editing">
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={t("chat.edit.label")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            actions.startEdit(null);
          }
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            void send();
          }
        }}
      />
      <div className="row">
        <span className="tiny t3 grow">{t("chat.edit.note")}</span>
        <Button kind="quiet" onClick={() => actions.startEdit(null)}>
          {t("chat.cancel")}
        </Button>
        <Button onClick={() => void send()}>{t("chat.send")}</Button>
      </div>
    </div>
  );
}
