import { useEffect, useRef, useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { TemplateCheck } from "#main/models/presets/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";
import { templateProblemText } from "./template-problem.ts";

export interface TemplateEditorProps {
  model: Model;
  /** null: begins with the model's own. */
  template: string | null;
  onSave: (template: string | null) => void;
  onClose: () => void;
}

/** Checked so long after the last key. */
const settleMs = 400;

/** A template in Jinja, and beside it the small conversation as the model would read it. */
export function TemplateEditor({ model, template, onSave, onClose }: TemplateEditorProps) {
  const t = useText();
  const [own, setOwn] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(template);
  const client = useClient();
  useEffect(() => {
    client.models.presets.template({ modelId: model.id }).then(
      (answer) => {
        setOwn(answer.template);
        setTyped((held) => held ?? answer.template ?? usualTemplate);
      },
      // A file that cannot be read now has no template to begin with.
      () => setTyped((held) => held ?? usualTemplate),
    );
  }, [client, model.id]);
  const text = typed ?? "";
  const check = useCheck(model.id, text);
  return (
    <Dialog
      wide
      title={t("preset.template.title", { name: model.name })}
      onClose={onClose}
      actions={
        <>
          {own !== null && text !== own && (
            <Button kind="text" onClick={() => setTyped(own)}>
              {t("preset.template.own.take")}
            </Button>
          )}
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="go"
            reason={check?.usable === false ? t("preset.template.unusable") : undefined}
            onClick={() => onSave(text.trim() === "" || text === own ? null : text)}
          >
            {t("ui.save")}
          </Button>
        </>
      }
    >
      <p>{t("preset.template.help")}</p>
      <div className="template-text">
        <TextArea label={t("preset.template.jinja")} rows={10} maxLength={200_000} value={text} onChange={setTyped} />
      </div>
      <div className="template-check" role="status">
        {check !== null && text.trim() !== "" && <Findings check={check} />}
      </div>
      {check?.rendered !== undefined && check.rendered !== null && (
        <>
          <h3 id="template-rendered">{t("preset.template.reads")}</h3>
          <pre className="template-rendered" tabIndex={0} aria-labelledby="template-rendered">
            {check.rendered}
          </pre>
        </>
      )}
    </Dialog>
  );
}

/** What a model without a template is begun with: as most are written. */
const usualTemplate =
  "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}" +
  "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

function Findings({ check }: { check: TemplateCheck }) {
  const t = useText();
  if (check.problems.length === 0) {
    return (
      <Badge tone="ok" icon="check">
        {t("preset.template.fine")}
      </Badge>
    );
  }
  return (
    <ul>
      {check.problems.map((problem, index) => (
        <li key={index} className="row">
          <Badge tone={check.usable ? "warn" : "bad"} icon={check.usable ? "half" : "x"}>
            {check.usable ? t("preset.template.hint") : t("preset.template.wrong")}
          </Badge>
          <div className="small">
            <p>{templateProblemText(problem, t)}</p>
            {problem.kind === "unreadable" && problem.said !== null && (
              <p className="tiny t3">{t("preset.template.said", { said: problem.said })}</p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The check of what is typed, once the keys stand still; null before there is one. */
function useCheck(modelId: string, template: string): TemplateCheck | null {
  const client = useClient();
  const [check, setCheck] = useState<TemplateCheck | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    const number = (asked.current += 1);
    if (template.trim() === "") return;
    const timer = setTimeout(() => {
      client.models.presets.checkTemplate({ modelId, template }).then(
        (found) => {
          if (asked.current === number) setCheck(found);
        },
        // Said when it is used: an unchecked template can be kept.
        () => undefined,
      );
    }, settleMs);
    return () => clearTimeout(timer);
  }, [client, modelId, template]);
  return check;
}
