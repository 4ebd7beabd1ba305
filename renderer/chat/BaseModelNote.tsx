import type { Model } from "#main/models/contract.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { isTemplateReplaced } from "#renderer/app/template-in-force.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";

export interface BaseModelNoteProps {
  model: Model;
  /** The chat's own preset. */
  presetId: string | null;
  onText: () => void;
  /** To where the model is given another template. */
  onTemplate: () => void;
}

/** What it means that a model has no chat template, or one that cannot be used, in one sentence, and what to do. */
export function BaseModelNote({ model, presetId, onText, onTemplate }: BaseModelNoteProps) {
  const t = useText();
  const isReplaced = usePresets((view) => isTemplateReplaced(view, model.id, presetId)) ?? false;
  const isBroken = model.templateFault !== null;
  if (isReplaced || (model.hasChatTemplate && !isBroken) || model.kind === "adapter") return null;
  return (
    <p className="base-note">
      <Icon name="info" size="s" />
      <span className="grow">{t(isBroken ? "chat.templateFault" : "chat.base", { model: model.name })}</span>
      {isBroken ? (
        <Button kind="text" size="sm" onClick={onTemplate}>
          {t("chat.templateFault.do")}
        </Button>
      ) : (
        <Button kind="text" size="sm" onClick={onText}>
          {t("chat.mode.text")}
        </Button>
      )}
    </p>
  );
}
