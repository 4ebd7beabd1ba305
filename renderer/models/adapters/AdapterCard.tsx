import { useId } from "react";
import type { ShelfAdapter } from "#main/models/adapters/contract.ts";
import type { Model } from "#main/models/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import { mostStrength, strengthStep, usualStrength } from "#renderer/app/state/adapter-uses.ts";
import { type Text, useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { formatBytes } from "#renderer/ui/units.ts";

export interface AdapterCardProps {
  adapter: ShelfAdapter;
  model: Model | null;
  /** How strongly new chats with the model begin; null: without it. */
  scale: number | null;
  canMoveUp: boolean;
  onScale: (scale: number | null) => void;
  onMoveUp: () => void;
  /** Its file and what else is known of it. */
  onShow: () => void;
  /** A model of its own, or a folder for PEFT, is made of it. */
  onMerge: () => void;
  onExport: () => void;
}

/** One adapter: whether it fits, where it comes from, and how strongly new chats begin with it. */
export function AdapterCard(props: AdapterCardProps) {
  const { adapter, model, scale, canMoveUp, onScale, onMoveUp, onShow, onMerge, onExport } = props;
  const t = useText();
  const id = useId();
  const fits = adapter.problem === null && model !== null;
  const made = adapter.baseModel?.split("/").at(-1) ?? t("adapters.kind", { kind: adapter.architecture });
  return (
    <li className="card shelf-card" aria-labelledby={id}>
      <div className="row">
        <h3 className="grow cut" id={id}>
          {adapter.name}
        </h3>
        {fits && (
          <Switch
            label={t("adapters.begin", { name: adapter.name, model: model.name })}
            checked={scale !== null}
            onChange={(on) => onScale(on ? usualStrength : null)}
          />
        )}
      </div>
      <div className="row">
        {fits ? (
          <Badge tone="ok" icon="check">
            {t("adapters.fits")}
          </Badge>
        ) : (
          adapter.problem !== null && (
            <Badge tone="warn" icon="info">
              {t("adapters.misfit")}
            </Badge>
          )
        )}
      </div>
      <p className="small t2">{t("adapters.for", { model: made, size: formatBytes(adapter.sizeBytes) })}</p>
      <p className="tiny t3 whence">{adapter.problem ?? whenceText(t, adapter)}</p>
      {fits && (
        <Slider
          label={t("adapters.strength", { name: adapter.name })}
          hideLabel
          min={0}
          max={mostStrength}
          step={strengthStep}
          usual={usualStrength}
          value={scale ?? usualStrength}
          disabled={scale === null}
          onChange={onScale}
        />
      )}
      <div className="row card-does">
        <Button kind="text" size="sm" aria-label={t("adapters.show.of", { name: adapter.name })} onClick={onShow}>
          {t("adapters.show")}
        </Button>
        {fits && (
          <>
            <Button kind="text" size="sm" aria-label={t("adapters.merge.of", { name: adapter.name })} onClick={onMerge}>
              {t("adapters.merge")}
            </Button>
            <Button
              kind="text"
              size="sm"
              aria-label={t("adapters.export.of", { name: adapter.name })}
              onClick={onExport}
            >
              {t("adapters.export")}
            </Button>
          </>
        )}
        {canMoveUp && (
          <Button
            kind="quiet"
            size="sm"
            icon="up"
            label={t("adapters.up", { name: adapter.name })}
            onClick={(event) => {
              const card = cardOf(event.currentTarget);
              const button = event.currentTarget;
              onMoveUp();
              // A card that is moved loses the focus, and at the top the button goes.
              requestAnimationFrame(() => {
                const stays = button.isConnected ? button : card?.querySelector<HTMLElement>("[role='switch']");
                stays?.focus();
              });
            }}
          />
        )}
        {scale !== null && scale !== usualStrength && (
          <Button
            kind="text"
            size="sm"
            aria-label={t("adapters.reset.of", { name: adapter.name })}
            onClick={(event) => {
              // The button has nothing to do any more and goes.
              cardOf(event.currentTarget)?.querySelector<HTMLElement>("input[type='range']")?.focus();
              onScale(usualStrength);
            }}
          >
            {t("adapters.reset")}
          </Button>
        )}
      </div>
    </li>
  );
}

function cardOf(element: HTMLElement): HTMLElement | null {
  return element.closest<HTMLElement>(".shelf-card");
}

/** Of a converted one its source, which stays: the folder, where people give names, and the file. */
function whenceText(t: Text, { source, addedAt, isBundled }: ShelfAdapter): string {
  if (isBundled) return t("adapters.bundled");
  const date = dateText(addedAt);
  if (source === null) return t("adapters.added", { date });
  const file = source.path.split(/[\\/]/).slice(-2).join("/");
  return t("adapters.converted", { date, file });
}
