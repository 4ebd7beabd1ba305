import type { Estimate } from "#main/models/fit/contract.ts";
import type { LoadOptions, Machine, Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { nearestStep, roomSteps } from "./room-scale.ts";
import { StepSlider } from "./StepSlider.tsx";

export interface FitSlidersProps {
  model: Model;
  machine: Machine;
  estimate: Estimate | null;
  options: LoadOptions;
  /** What the estimate is shown for while a slider moves; null when none does. */
  onTry: (change: Partial<LoadOptions> | null) => void;
  onChange: (change: Partial<LoadOptions>) => void;
}

/** What the engine takes by itself: the model's own room, at most 8,192 tokens. */
const usualTokens = 8_192;
/** Of all chats together; no model reads more. */
const mostTokens = 4_194_304;
/** Some 300 words, of which a token is three quarters. */
const tokensPerPage = 400;
const cacheTypes = ["q4_0", "q8_0", "f16"] as const;

/** Room for conversation, how it is held, and layers on the card where there is one: what changes most about a model's memory. */
export function FitSliders({ model, machine, estimate, options, onTry, onChange }: FitSlidersProps) {
  const t = useText();
  const { contextTokens, parallelChats, kvCacheType, gpuLayers } = options;
  const steps = roomSteps(model.trainedContextTokens);
  const usual = Math.min(usualTokens, model.trainedContextTokens || usualTokens);
  const tokens = contextTokens === "auto" ? usual : Math.floor(contextTokens / parallelChats);
  const roomAt = (at: number) => ({ contextTokens: Math.min(mostTokens, (steps[at] ?? usual) * parallelChats) });
  const cacheAt = (at: number) => ({ kvCacheType: cacheTypes[at] ?? "f16" });
  const tried =
    <K,>(change: (at: number) => K) =>
    (at: number | null) =>
      at === null ? null : change(at);
  const total = estimate?.devices?.totalLayers ?? 0;
  const layersAt = (at: number) => ({ gpuLayers: at });
  return (
    <>
      <StepSlider
        label={t("models.room")}
        tip={t("models.room.tip")}
        help={t("models.room.help", { pages: Math.max(1, Math.round(tokens / tokensPerPage)) })}
        steps={steps.map((step) => t("models.tokens", { tokens: step }))}
        at={nearestStep(steps, tokens)}
        shown={t("models.tokens", { tokens })}
        onMove={(at) => onTry(tried(roomAt)(at))}
        onChange={(at) => onChange(roomAt(at))}
        onReset={() => onChange({ contextTokens: "auto" })}
      />
      <StepSlider
        label={t("models.option.kvCacheType")}
        tip={t("models.option.kvCacheType.tip")}
        help={t("models.option.kvCacheType.help")}
        steps={cacheTypes.map((type) => t(`models.option.kvCacheType.${type}`))}
        at={cacheTypes.indexOf(kvCacheType)}
        onMove={(at) => onTry(tried(cacheAt)(at))}
        onChange={(at) => onChange(cacheAt(at))}
        onReset={() => onChange({ kvCacheType: "f16" })}
      />
      {machine.gpus.length > 0 && options.backend !== "cpu" && total > 0 && (
        <StepSlider
          label={t("models.option.gpuLayers")}
          help={t("models.option.gpuLayers.help")}
          steps={Array.from({ length: total + 1 }, (_, layers) =>
            t("models.option.gpuLayers.value", { layers, total }),
          )}
          at={gpuLayers === "auto" ? (estimate?.devices?.gpuLayers ?? total) : Math.min(gpuLayers, total)}
          shown={gpuLayers === "auto" ? t("models.option.gpuLayers.auto") : undefined}
          onMove={(at) => onTry(tried(layersAt)(at))}
          onChange={(at) => onChange(layersAt(at))}
          onReset={() => onChange({ gpuLayers: "auto" })}
        />
      )}
    </>
  );
}
