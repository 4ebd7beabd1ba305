import { useEffect, useRef, useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";

/** What the model is told before the conversation (its system prompt). Saved when it is left. */
export function InstructionsSection({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (editing) field.current?.focus();
  }, [editing]);
  const save = () => {
    if (draft !== null && draft !== text) onChange(draft);
  };
  return (
    <section className="sect" aria-labelledby="chat-instructions">
      <div className="row">
        <h3 id="chat-instructions">{t("chat.instructions")}</h3>
        <Button
          kind="text"
          aria-label={editing ? t("chat.instructions.done") : t("chat.instructions.edit")}
          tip={editing ? undefined : t("chat.instructions.tip")}
          onClick={() => {
            save();
            setDraft(editing ? null : text);
          }}
        >
          {editing ? t("chat.done") : t("chat.edit")}
        </Button>
      </div>
      {editing ? (
        <TextArea
          ref={field}
          label={t("chat.instructions")}
          hideLabel
          value={draft}
          onChange={setDraft}
          onBlur={save}
          help={t("chat.instructions.help")}
        />
      ) : (
        <p className="small t2 instructions">{text === "" ? t("chat.instructions.none") : text}</p>
      )}
    </section>
  );
}
