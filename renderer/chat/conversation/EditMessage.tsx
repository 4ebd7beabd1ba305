import { useEffect, useRef, useState } from "react";
import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { draftFrom, lengthOf, MESSAGE_CHARACTERS, messageOf } from "../composer/pasted.ts";
import { PastedTexts } from "../composer/PastedTexts.tsx";
import { TooLong } from "../composer/TooLong.tsx";
import { usePasting } from "../composer/use-pasting.ts";
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
  const [draft, setDraft] = useState(() => draftFrom(message.text));
  const pasting = usePasting(setDraft);
  const characters = lengthOf(draft);
  const isSending = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const send = async () => {
    const text = messageOf(draft);
    if (text.trim() === "" || characters > MESSAGE_CHARACTERS || isSending.current) return;
    isSending.current = true;
    const isDone = text === message.text || (await actions.edit(message.id, text));
    isSending.current = false;
    if (isDone) actions.startEdit(null);
  };
  return (
    <div className="writing-box editing">
      <PastedTexts pasted={draft.pasted} onDraft={setDraft} field={field} />
      <p className="sr" aria-live="polite">
        {pasting.said}
      </p>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={draft.typed}
        aria-label={t("chat.edit.label")}
        onChange={(event) => setDraft(({ pasted }) => ({ typed: event.target.value, pasted }))}
        onPaste={pasting.onPaste}
        onDrop={pasting.onDrop}
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
      <TooLong characters={characters} />
      <div className="row">
        <span className="tiny t3 grow">{t("chat.edit.note")}</span>
        <Button kind="quiet" onClick={() => actions.startEdit(null)}>
          {t("chat.cancel")}
        </Button>
        <Button
          reason={characters > MESSAGE_CHARACTERS ? t("chat.tooLong.send") : undefined}
          onClick={() => void send()}
        >
          {t("chat.send")}
        </Button>
      </div>
    </div>
  );
}
