import { useState } from "react";
import type { Model } from "#main/models/contract.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { isTemplateReplaced } from "#renderer/app/template-in-force.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";
import { showPresetsOf } from "./shown-model.ts";
import { templateProblemText } from "./template-problem.ts";
import { nothingSet, partsOf } from "./what-it-sets.ts";

export interface TemplateFaultProps {
  model: Model;
  /** The preset with the new template is the one to show. */
  onGiven: () => void;
}

/** The template in the model's file cannot be used, why, and the way to another one: a preset, usual for this model from then on. */
export function TemplateFault({ model, onGiven }: TemplateFaultProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const view = usePresets((held) => held);
  const [editing, setEditing] = useState(false);
  const { id: modelId, name, templateFault } = model;
  if (templateFault === null || view === null || isTemplateReplaced(view, modelId, null)) return null;
  const give = async (template: string) => {
    const usualId = view.usual.find((one) => one.modelId === modelId)?.presetId;
    const usual = view.presets.find((preset) => preset.id === usualId);
    // What is usual for every model is not changed for the sake of one.
    const isOwn = usual?.modelId === modelId;
    const { id } = await client.models.presets.save({
      id: isOwn ? usual.id : null,
      modelId,
      name: isOwn ? usual.name : t("preset.template.fault.name"),
      parts: { ...(usual === undefined ? nothingSet : partsOf(usual)), template },
    });
    await client.models.presets.setUsual({ modelId, presetId: id });
    toast(t("preset.template.fault.done", { name }));
    showPresetsOf(modelId, id);
    onGiven();
  };
  return (
    <section className="sect" aria-label={t("preset.template.fault.label")}>
      <Fault
        tone="warn"
        quiet
        actions={
          <Button kind="go" aria-haspopup="dialog" onClick={() => setEditing(true)}>
            {t("preset.template.fault.do")}
          </Button>
        }
      >
        <p>{t.rich("preset.template.fault", { why: templateProblemText(templateFault, t) })}</p>
      </Fault>
      {fault !== null && <Fault error={fault} />}
      {editing && (
        <TemplateEditor
          model={model}
          template={null}
          onSave={(template) => {
            setEditing(false);
            if (template !== null) attempt(give(template));
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </section>
  );
}
