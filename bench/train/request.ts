/** What both sides of the bench `train` are told: one JSON file. peft_reference.py describes the fields. */
export interface TrainRequest {
  readonly model: string;
  readonly threads: number;
  readonly rank: number;
  readonly alpha: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  readonly batchExamples: number;
}

/** Of PEFT alone: our side reads its examples from the run's folder. */
export interface PeftRequest extends TrainRequest {
  readonly precision: "f32" | "bf16";
  readonly examples: readonly { ids: number[]; targets: number[] }[];
  readonly start: StartValues | null;
}

/** The numbers that every A begins with, so that both sides have the same. */
export interface StartValues {
  /** Float32, little endian. */
  readonly file: string;
  /** By the model's tensor, counted in numbers. */
  readonly offsets: Readonly<Record<string, number>>;
}

/** One step of either side. */
export interface TrainStep {
  /** Mean over the step's examples of their mean losses, in nats. */
  readonly loss: number;
  readonly examples: number;
  readonly tokens: number;
  readonly seconds: number;
}

export interface TrainSide {
  readonly steps: readonly TrainStep[];
  readonly peakBytes: number;
}
