import type { Fit, Machine, Model } from "#main/models/contract.ts";
import type { Estimate } from "#main/models/fit/contract.ts";
import type { Text } from "#renderer/app/texts.ts";
import { formatMemory, wordsPerSecond } from "#renderer/ui/units.ts";

export interface BeforeText {
  readonly model: Pick<Model, "activeParameters" | "loadOptions">;
  readonly machine: Pick<Machine, "gpus">;
  readonly fit: Fit;
  /** null until it is there. */
  readonly estimate: Estimate | null;
}

/** How much memory a model takes, where, and how fast it would write. */
export function beforeText({ model, machine, fit, estimate }: BeforeText, t: Text): string {
  if (fit.state === "unknown") return t("models.fit.unknown.text");
  const sizes = { needed: formatMemory(fit.neededBytes), free: formatMemory(fit.freeBytes) };
  const sentences = [t(`models.fit.${fit.state}.text`, sizes)];
  const { devices = null, putAway = [], speed = null } = estimate ?? {};
  if (devices !== null && devices.gpuLayers > 0) {
    const { gpuLayers: layers, totalLayers: total } = devices;
    sentences.push(layers === total ? t("models.fit.layers.all") : t("models.fit.layers", { layers, total }));
  }
  // llama.cpp can keep experts alone off the card; node-llama-cpp hands it no buffer for each tensor.
  const couldUseCard = machine.gpus.length > 0 && model.loadOptions.backend !== "cpu";
  const isAllOnCard = devices !== null && devices.gpuLayers === devices.totalLayers;
  if (model.activeParameters !== null && couldUseCard && !isAllOnCard) sentences.push(t("models.fit.experts"));
  if (putAway.length > 0) sentences.push(t("models.fit.putAway", { names: putAway.join(", "), count: putAway.length }));
  if (speed !== null && fit.state !== "too-large") {
    const words = wordsPerSecond(speed.tokensPerSecond);
    sentences.push(
      speed.isMeasured ? t("models.speed.measured.sentence", { words }) : t("models.speed.sentence", { words }),
    );
  }
  return sentences.join(" ");
}
