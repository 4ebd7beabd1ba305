import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { type Form, fromSchema, newField, toSchema } from "./fields.ts";
import { FieldsForm } from "./FieldsForm.tsx";
import { Remarks } from "./Remarks.tsx";
import { useSchemaCheck } from "./use-schema-check.ts";
import "./structured.css";

export interface FormatDialogProps {
  schema: string | null;
  onUse: (schema: string | null) => void;
  onClose: () => void;
}

type As = "text" | "fields" | "schema";

/** How answers come: as text, as the fields of a form, or by a schema. What cannot be kept to is said before anything is written. */
export function FormatDialog({ schema, onUse, onClose }: FormatDialogProps) {
  const t = useText();
  const given = schema === null ? null : fromSchema(schema);
  const [as, setAs] = useState<As>(schema === null ? "text" : given === null ? "schema" : "fields");
  const [form, setForm] = useState<Form>(given ?? { fields: [newField()], isList: false });
  const [written, setWritten] = useState(schema ?? "");
  // Between the two it is the same thing; a form does not take what it cannot show.
  const choose = (next: As) => {
    if (next === "schema" && as === "fields") setWritten(toSchema(form) ?? written);
    if (next === "fields" && as === "schema") setForm(fromSchema(written) ?? form);
    setAs(next);
  };
  const wanted = as === "text" ? null : as === "fields" ? toSchema(form) : written.trim();
  const isBeyondForm = as === "fields" && given === null && written.trim() !== "" && fromSchema(written) === null;
  // What a form makes can always be used.
  const check = useSchemaCheck(as === "schema" ? wanted : null);
  const missing = form.fields.find(
    ({ name, kind, choices }) => name !== "" && kind === "choice" && choices.length === 0,
  );
  const reason = () => {
    if (as === "text") return undefined;
    if (as === "fields") {
      if (missing !== undefined) return t("structured.choices.empty", { name: missing.name });
      return wanted === null ? t("structured.empty") : undefined;
    }
    return check?.problems.length === 0 ? undefined : t("structured.problems");
  };
  return (
    <Dialog
      title={t("structured.title")}
      wide
      reading
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={reason()} onClick={() => onUse(wanted)}>
            {t("structured.use")}
          </Button>
        </>
      }
    >
      <Segmented
        label={t("structured.as")}
        value={as}
        options={(["text", "fields", "schema"] as const).map((value) => ({
          value,
          label: t(`structured.as.${value}`),
        }))}
        onChange={choose}
      />
      <p className="small t2">{t(`structured.as.${as}.about`)}</p>
      {isBeyondForm && <p className="small">{t("structured.as.fields.not")}</p>}
      {as === "fields" && <FieldsForm form={form} onChange={setForm} />}
      {as === "schema" && (
        <div className="schema-text" dir="ltr">
          <TextArea
            label={t("structured.as.schema")}
            hideLabel
            value={written}
            rows={12}
            maxLength={50_000}
            onChange={setWritten}
          />
        </div>
      )}
      {as === "schema" && check !== null && <Remarks {...check} />}
      {as !== "text" && <p className="tiny t3">{t("structured.small")}</p>}
    </Dialog>
  );
}
