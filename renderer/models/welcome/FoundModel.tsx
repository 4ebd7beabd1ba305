import type { Model, ModelsView } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge, FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { fitText, speedText } from "../words.ts";

export interface FoundModelProps {
  model: Model;
  view: ModelsView;
  isBest: boolean;
  onStart: () => void;
  onWhy: () => void;
}

/** A model of another program's, used where it is. */
export function FoundModel({ model, view, isBest, onStart, onWhy }: FoundModelProps) {
  const t = useText();
  const cannot = model.problem !== null || model.fit.state === "too-large";
  return (
    <li>
      <span className="grow">
        <b>{model.name}</b>
        <span className="sub">
          {formatBytes(model.sizeBytes)} · {t(`welcome.in.${model.keptIn}`)}
        </span>
      </span>
      <span className="fitcol">
        {model.problem === null ? (
          <FitBadge state={model.fit.state} />
        ) : (
          <Badge tone="bad" icon="x">
            {t("models.problem.badge")}
          </Badge>
        )}
        {model.problem === null && (
          <span className="tiny t3 n hide-s">
            {cannot ? fitText(model, view, t) : (speedText(model, t) ?? fitText(model, view, t))}
          </span>
        )}
      </span>
      {cannot ? (
        <Button kind="quiet" onClick={onWhy} aria-label={t("welcome.why.of", { name: model.name })}>
          {t("welcome.why")}
        </Button>
      ) : (
        <Button
          kind={isBest ? "go" : "outlined"}
          onClick={onStart}
          aria-label={t(isBest ? "welcome.start.of" : "models.use.of", { name: model.name })}
        >
          {isBest ? t("welcome.start") : t("models.use")}
        </Button>
      )}
    </li>
  );
}
