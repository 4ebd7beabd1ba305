import { mostStrength, strengthStep, usualStrength } from "#renderer/app/state/adapter-uses.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";

export interface AdapterRowProps {
  name: string;
  /** Why it cannot be used, though it is on. */
  problem: string | null;
  /** null: off. */
  scale: number | null;
  canMoveUp: boolean;
  onScale: (scale: number | null) => void;
  onMoveUp: () => void;
}

/** One adapter of a chat: on or off, and how strongly it works. */
export function AdapterRow({ name, problem, scale, canMoveUp, onScale, onMoveUp }: AdapterRowProps) {
  const t = useText();
  return (
    <li className="adapter">
      <Switch label={name} checked={scale !== null} onChange={(on) => onScale(on ? usualStrength : null)} />
      <span className="name">
        <span className="cut" aria-hidden="true">
          {name}
        </span>
        {canMoveUp && <Button kind="quiet" size="sm" icon="up" label={t("adapters.up", { name })} onClick={onMoveUp} />}
        {scale !== null && scale !== usualStrength && (
          <Button
            kind="quiet"
            size="sm"
            icon="undo"
            label={t("adapters.reset.of", { name })}
            onClick={() => onScale(usualStrength)}
          />
        )}
      </span>
      {scale === null && <span className="off">{t("adapters.chat.off")}</span>}
      <Slider
        label={t("adapters.strength", { name })}
        hideLabel
        min={0}
        max={mostStrength}
        step={strengthStep}
        usual={usualStrength}
        value={scale ?? usualStrength}
        disabled={scale === null}
        onChange={onScale}
      />
      {problem !== null && <p className="tiny wrong-text">{problem}</p>}
    </li>
  );
}
