import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { type Field, FIELD_KINDS, type Form, newField } from "./fields.ts";

/** The fields that every answer fills in, a row each. */
export function FieldsForm({ form, onChange }: { form: Form; onChange: (form: Form) => void }) {
  const t = useText();
  const { fields, isList } = form;
  const set = (at: number, change: Partial<Field>) =>
    onChange({ ...form, fields: fields.map((field, index) => (index === at ? { ...field, ...change } : field)) });
  return (
    <div className="fields-form">
      <div className="row">
        <span className="small">{t("structured.record")}</span>
        <Segmented
          label={t("structured.record")}
          value={isList ? "list" : "one"}
          options={(["one", "list"] as const).map((value) => ({ value, label: t(`structured.record.${value}`) }))}
          onChange={(value) => onChange({ ...form, isList: value === "list" })}
        />
      </div>
      <ol>
        {fields.map((field, at) => (
          <li key={at}>
            <FieldRow
              number={at + 1}
              field={field}
              onChange={(change) => set(at, change)}
              onRemove={
                fields.length === 1
                  ? null
                  : () => onChange({ ...form, fields: fields.filter((_, index) => index !== at) })
              }
            />
          </li>
        ))}
      </ol>
      <Button icon="plus" onClick={() => onChange({ ...form, fields: [...fields, newField()] })}>
        {t("structured.field.add")}
      </Button>
    </div>
  );
}

interface FieldRowProps {
  /** From 1. */
  number: number;
  field: Field;
  onChange: (change: Partial<Field>) => void;
  /** null: it is the only one. */
  onRemove: (() => void) | null;
}

function FieldRow({ number, field, onChange, onRemove }: FieldRowProps) {
  const t = useText();
  return (
    <div className="field-row" role="group" aria-label={t("structured.field.number", { number })}>
      <TextField
        label={t("structured.field.name")}
        value={field.name}
        maxLength={80}
        onChange={(name) => onChange({ name })}
      />
      <Select
        label={t("structured.field.kind")}
        value={field.kind}
        options={FIELD_KINDS.map((value) => ({ value, label: t(`structured.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <TextField
        label={t("structured.field.about")}
        value={field.about}
        maxLength={400}
        onChange={(about) => onChange({ about })}
      />
      <label className="many small">
        {t("structured.field.many")}
        <Switch checked={field.isMany} label={t("structured.field.many")} onChange={(isMany) => onChange({ isMany })} />
      </label>
      <Button
        kind="quiet"
        icon="x"
        label={t("structured.field.remove", { name: field.name })}
        reason={onRemove === null ? t("structured.empty") : undefined}
        onClick={() => onRemove?.()}
      />
      {field.kind === "choice" && (
        <TextField
          className="choices"
          label={t("structured.field.choices")}
          value={field.choices.join(", ")}
          maxLength={2_000}
          onChange={(text) => onChange({ choices: choicesIn(text) })}
        />
      )}
    </div>
  );
}

/** A comma that was just typed waits for its word: it must not vanish under the cursor. */
function choicesIn(text: string): string[] {
  const parts = text.split(",").map((part, at, all) => (at === all.length - 1 ? part.trimStart() : part.trim()));
  return parts.filter((part, at) => part !== "" || (at === parts.length - 1 && at > 0));
}
