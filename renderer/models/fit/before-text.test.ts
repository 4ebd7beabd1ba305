import { expect, it } from "vitest";
import type { Estimate } from "#main/models/fit/contract.ts";
import { t } from "#renderer/app/texts.ts";
import { aModel } from "../testing/a-model.ts";
import { beforeText } from "./before-text.ts";

const card = { name: "A card", totalBytes: 12e9, freeBytes: 10e9 };
const fit = { state: "part-on-card", neededBytes: 18e9, freeBytes: 30e9 } as const;

function estimate(gpuLayers: number): Estimate {
  return {
    fit,
    need: null,
    devices: { ramBytes: 9e9, cardBytes: 9e9, gpuLayers, totalLayers: 49 },
    putAway: [],
    nearest: null,
    speed: null,
    speedError: null,
    isMachineMeasured: false,
  };
}

function textOf(activeParameters: number | null, gpuLayers: number, gpus = [card]): string {
  return beforeText({ model: aModel({ activeParameters }), machine: { gpus }, fit, estimate: estimate(gpuLayers) }, t);
}

it("says of a mixture of experts that does not fit the card why its experts go there too", () => {
  const sentence = t("models.fit.experts");
  expect(textOf(3e9, 24)).toContain(sentence);
  expect(textOf(3e9, 0)).toContain(sentence);
  expect(textOf(3e9, 49)).not.toContain(sentence);
  expect(textOf(3e9, 0, [])).not.toContain(sentence);
  expect(textOf(null, 24)).not.toContain(sentence);
});
