import { useEffect, useState, type CSSProperties } from "react";
import type { Fit, LoadOptions, Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { formatMemory } from "#renderer/ui/units.ts";
import { nearestStep, roomSteps } from "./room-scale.ts";

export interface RoomSliderProps {
  model: Model;
  fit: Fit;
  options: LoadOptions;
  onChange: (change: Partial<LoadOptions>) => void;
}

/** What the engine takes by itself: the model's own room, at most 8,192 tokens. */
const usualTokens = 8_192;
/** A slider is saved when it has stood still for so long. */
const settleMs = 250;

/** Room for conversation in steps of the model's own scale, and what it costs. A double click gives it back to the engine. */
export function RoomSlider({ model, fit, options, onChange }: RoomSliderProps) {
  const t = useText();
  const steps = roomSteps(model.trainedContextTokens);
  const tokens =
    options.contextTokens === "auto" ? Math.min(usualTokens, model.trainedContextTokens) : options.contextTokens;
  const [moved, setMoved] = useState<number | null>(null);
  const at = moved ?? nearestStep(steps, tokens);
  const shown = moved === null ? tokens : (steps[moved] ?? tokens);
  useEffect(() => {
    if (moved === null) return;
    const timer = setTimeout(() => {
      onChange({ contextTokens: steps[moved] ?? "auto" });
      setMoved(null);
    }, settleMs);
    return () => {
      clearTimeout(timer);
    };
  });
  const part = steps.length < 2 ? 100 : (at / (steps.length - 1)) * 100;
  const cost = Math.max(0, fit.neededBytes - model.sizeBytes);
  return (
    <div className="room-slider">
      <div className="row">
        <label htmlFor="model-room" className="small grow" data-tip={t("models.room.tip")}>
          {t("models.room")}
        </label>
        <output className="small n t2">{t("models.tokens", { tokens: shown })}</output>
      </div>
      <input
        id="model-room"
        className="slider"
        type="range"
        min={0}
        max={steps.length - 1}
        step={1}
        value={at}
        style={{ "--v": `${String(part)}%` } as CSSProperties}
        aria-valuetext={t("models.tokens", { tokens: shown })}
        onChange={(event) => setMoved(Number(event.target.value))}
        onDoubleClick={() => onChange({ contextTokens: "auto" })}
      />
      <p className="tiny t3">
        {options.contextTokens === "auto" && moved === null
          ? t("models.room.auto", { size: formatMemory(cost) })
          : t("models.room.cost", { size: formatMemory(cost) })}
      </p>
    </div>
  );
}
