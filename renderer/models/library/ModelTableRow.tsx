import type { ReactNode } from "react";
import type { EngineState, Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge, FitBadge } from "#renderer/ui/Badge.tsx";
import { formatBytes, formatMemory, wordsPerSecond } from "#renderer/ui/units.ts";

export interface ModelTableRowProps {
  model: Model;
  engine: EngineState | null;
  isSelected: boolean;
  onSelect: (modelId: string) => void;
  action: ReactNode;
}

/** One model: what it is, how large, whether it fits, how fast it was here, and where it is kept. */
export function ModelTableRow({ model, engine, isSelected, onSelect, action }: ModelTableRowProps) {
  const t = useText();
  const writes = model.kind === "chat" || model.kind === "base";
  const sub = [
    model.quantisation,
    model.isSample ? t("models.included") : null,
    writes && !model.hasChatTemplate ? t("models.kind.base") : null,
    writes ? null : t(`models.kind.${model.kind as "embedding" | "reranker" | "adapter" | "projector" | "vocabulary"}`),
  ];
  return (
    <tr
      aria-current={isSelected ? "true" : undefined}
      tabIndex={isSelected ? 0 : -1}
      data-model={model.id}
      onClick={() => onSelect(model.id)}
    >
      <td>
        <b>{model.name}</b>
        <span className="sub">{sub.filter(Boolean).join(" · ")}</span>
      </td>
      <td className="end n">{formatBytes(model.sizeBytes)}</td>
      <td>
        {model.problem !== null ? (
          <Badge tone="bad" icon="x">
            {t("models.problem.badge")}
          </Badge>
        ) : (
          writes && <FitBadge state={model.fit.state} />
        )}
      </td>
      <td className="n">{writes && model.problem === null && <Speed model={model} />}</td>
      <td className="t2 hide-s">{t(`models.keptIn.${model.keptIn}`)}</td>
      <td className="end">
        {engine?.phase === "ready" ? (
          <Badge tone="on" icon="check">
            {t("models.inUse")}
          </Badge>
        ) : engine?.phase === "loading" ? (
          <Badge tone="on">{t("models.loading", { percent: Math.round(engine.progress * 100) })}</Badge>
        ) : (
          action
        )}
      </td>
    </tr>
  );
}

function Speed({ model }: { model: Model }) {
  const t = useText();
  if (model.tokensPerSecond !== null)
    return t("models.speed.measured", { words: wordsPerSecond(model.tokensPerSecond) });
  if (model.fit.state === "too-large") {
    return <span className="t3">{t("models.needs", { size: formatMemory(model.fit.neededBytes) })}</span>;
  }
  return <span className="t3">{t("models.speed.not")}</span>;
}
