import { useRef, useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";
import { type JudgingText, readTextFile } from "./text-file.ts";

export interface TextChoiceProps {
  value: JudgingText | null;
  onChange: (text: JudgingText | null) => void;
  label: string;
  help: string;
}

/** A text of the person's own: pasted, or the beginning of a file. */
export function TextChoice({ value, onChange, label, help }: TextChoiceProps) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const take = async (file: File) => {
    const read = await readTextFile(file);
    setUnreadable(read === null);
    if (read !== null) onChange(read);
  };
  return (
    <div className="judging-text">
      <TextArea
        label={label}
        help={help}
        rows={4}
        maxLength={400_000}
        value={value?.text ?? ""}
        error={isUnreadable ? t("quantise.text.unreadable") : undefined}
        onChange={(text) => {
          setUnreadable(false);
          onChange(text.trim() === "" ? null : { name: t("quantise.text.pasted"), text });
        }}
      />
      <div className="row">
        <Button icon="file" onClick={() => input.current?.click()}>
          {t("quantise.text.file")}
        </Button>
        <p className="tiny t3 grow">{value !== null && t("quantise.text.from", { name: value.name })}</p>
      </div>
      <input
        ref={input}
        type="file"
        accept=".txt,.md,.text,text/plain,text/markdown"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) void take(file);
          event.target.value = "";
        }}
      />
    </div>
  );
}
