import type { Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";

/** What it means that a model has no chat template, in one sentence, and what it does better. */
export function BaseModelNote({ model, onText }: { model: Model; onText: () => void }) {
  const t = useText();
  if (model.hasChatTemplate || model.kind === "adapter") return null;
  return (
    <p className="base-note">
      <Icon name="info" size="s" />
      <span className="grow">{t("chat.base", { model: model.name })}</span>
      <Button kind="text" size="sm" onClick={onText}>
        {t("chat.mode.text")}
      </Button>
    </p>
  );
}
