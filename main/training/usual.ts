import { USUAL_SETTINGS, type DataSettings, type TrainingSettings } from "#main/trainer/train-contract.ts";

/** What a new training begins with. */
export const USUAL_TRAINING: TrainingSettings = USUAL_SETTINGS;

export const USUAL_DATA: DataSettings = {
  template: null,
  // A long letter or a whole dialogue; twice as much takes twice the memory while learning.
  contextTokens: 1_024,
  tooLong: "cut",
  heldOut: 0.1,
  seed: 1,
};
