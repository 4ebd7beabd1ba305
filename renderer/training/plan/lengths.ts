import type { TrainingSettings } from "#main/training/contract.ts";

/** The choices of "How long"; null: other settings than any of them. */
export type Length = "once" | "thrice" | "untilNoGain";

const LENGTHS: Readonly<Record<Length, Pick<TrainingSettings, "epochs" | "patience" | "maxSteps">>> = {
  once: { epochs: 1, patience: null, maxSteps: null },
  thrice: { epochs: 3, patience: null, maxSteps: null },
  // It ends when three looks at the texts kept aside were no better than one before.
  untilNoGain: { epochs: 10, patience: 3, maxSteps: null },
};

export const lengths = Object.keys(LENGTHS) as Length[];

export function lengthOf({ epochs, patience, maxSteps }: TrainingSettings): Length | null {
  const is = (length: Length) =>
    LENGTHS[length].epochs === epochs && LENGTHS[length].patience === patience && LENGTHS[length].maxSteps === maxSteps;
  return lengths.find(is) ?? null;
}

export function withLength(settings: TrainingSettings, length: Length): TrainingSettings {
  return { ...settings, ...LENGTHS[length] };
}
