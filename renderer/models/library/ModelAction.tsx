import type { Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

export interface ModelActionProps {
  model: Model;
  onSelect: (modelId: string) => void;
  onUse: (modelId: string) => void;
  onLocate: (model: Model) => void;
}

/** The one button of a row: to use the model, to find its file, or to see why neither can be. */
export function ModelAction({ model, onSelect, onUse, onLocate }: ModelActionProps) {
  const t = useText();
  const { id, name, problem, kind, fit } = model;
  if (problem?.code === "MODEL_NOT_FOUND") {
    return (
      <Button onClick={() => onLocate(model)} aria-label={t("models.locate.of", { name })}>
        {t("models.locate")}
      </Button>
    );
  }
  if (kind !== "chat" && kind !== "base") return null;
  if (problem !== null || fit.state === "too-large") {
    return <Button kind="quiet" icon="dots" label={t("models.more.of", { name })} onClick={() => onSelect(id)} />;
  }
  return (
    <Button onClick={() => onUse(id)} aria-label={t("models.use.of", { name })}>
      {t("models.use")}
    </Button>
  );
}
