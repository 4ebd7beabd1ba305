import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { fromSchema } from "./fields.ts";
import { FormatDialog } from "./FormatDialog.tsx";

/** Whether answers are written freely or as data that fit a form. */
export function FormatSection({
  schema,
  onChange,
}: {
  schema: string | null;
  onChange: (schema: string | null) => void;
}) {
  const t = useText();
  const [isOpen, setIsOpen] = useState(false);
  const form = schema === null ? null : fromSchema(schema);
  const names = form?.fields.map(({ name }) => name).join(", ") ?? "";
  const how =
    schema === null
      ? t("structured.text")
      : form === null
        ? t("structured.schema")
        : t(form.isList ? "structured.list" : "structured.fields", { names });
  return (
    <section className="sect" aria-labelledby="chat-format">
      <div className="row">
        <h3 id="chat-format">{t("structured.heading")}</h3>
        <Button kind="text" aria-label={t("structured.change.label")} onClick={() => setIsOpen(true)}>
          {t("structured.change")}
        </Button>
      </div>
      <p className="small t2">{how}</p>
      {isOpen && (
        <FormatDialog
          schema={schema}
          onClose={() => setIsOpen(false)}
          onUse={(next) => {
            setIsOpen(false);
            if (next !== schema) onChange(next);
          }}
        />
      )}
    </section>
  );
}
