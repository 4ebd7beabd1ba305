import { useEffect, useRef, useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";

/** A few words of one's own about a model; saved when the field is left. */
export function NoteSection({ model }: SectionProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  const save = () => {
    if (typed !== null && typed.trim() !== model.note) {
      attempt(client.models.library.setNote({ modelId: model.id, note: typed }));
    }
  };
  if (model.note === "" && !open) {
    return (
      <section className="sect">
        <div className="row model-does">
          <Button kind="text" icon="pen" onClick={() => setOpen(true)}>
            {t("library.note.more")}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className="sect">
      <TextArea
        label={t("library.note")}
        placeholder={t("library.note.placeholder")}
        value={typed ?? model.note}
        rows={3}
        maxLength={10_000}
        ref={field}
        onChange={setTyped}
        onBlur={save}
      />
      {fault !== null && <Fault error={fault} />}
    </section>
  );
}
