import { useState } from "react";
import type { Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TemplateEditor } from "./TemplateEditor.tsx";

export interface TemplatePartProps {
  model: Model;
  /** null: the model's own. */
  template: string | null;
  onChange: (template: string | null) => void;
}

/** The form in which the model reads a conversation: its own, or another one in its place. */
export function TemplatePart({ model, template, onChange }: TemplatePartProps) {
  const t = useText();
  const [editing, setEditing] = useState(false);
  const has = model.hasChatTemplate ? t("preset.template.own") : t("preset.template.plain");
  const own = model.templateFault === null ? has : t("preset.template.broken");
  return (
    <section className="sect" aria-labelledby="preset-template">
      <div className="row">
        <h3 id="preset-template">{t("preset.template")}</h3>
        <Button
          kind="text"
          aria-label={template === null ? t("preset.template.other.name") : t("preset.template.edit")}
          onClick={() => setEditing(true)}
        >
          {template === null ? t("preset.template.other") : t("preset.edit")}
        </Button>
      </div>
      <p className="small t2">{template === null ? own : t("preset.template.replaced")}</p>
      {template !== null && (
        <Button kind="text" className="template-back" onClick={() => onChange(null)}>
          {t("preset.template.back")}
        </Button>
      )}
      {editing && (
        <TemplateEditor
          model={model}
          template={template}
          onSave={(next) => {
            setEditing(false);
            onChange(next);
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </section>
  );
}
