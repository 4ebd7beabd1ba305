/** One text to learn from, tokenised as the engine does. */
export interface Example {
  readonly ids: Int32Array;
  /** Positions whose next token counts: target `p` asks for `ids[p + 1]`. Ascending, each below `ids.length - 1`. Never empty. */
  readonly targets: Int32Array;
}

/** What reading one example said. */
export interface ExampleLoss {
  /** Mean negative log-likelihood of the example's targets, in nats. */
  readonly loss: number;
  readonly targets: number;
  readonly tokens: number;
}

/** One linear layer of the model with its low-rank pair; offsets count numbers in `LoraParameters.values`. */
export interface LoraPair {
  /** The model's tensor: "blk.0.attn_q.weight". */
  readonly tensor: string;
  readonly columns: number;
  readonly rows: number;
  /** A lies as `rank` rows of `columns` numbers. */
  readonly aAt: number;
  /** B lies transposed: `rank` rows of `rows` numbers (column r of B is row r here). */
  readonly bAt: number;
}

/** All trained numbers in one flat array, and their gradients in another of the same layout. */
export interface LoraParameters {
  readonly rank: number;
  /** The product is added times this: alpha / rank, or alpha / √rank when rank-stabilised. */
  readonly scale: number;
  readonly pairs: readonly LoraPair[];
  readonly length: number;
  /** Copies out of, and into, the backend's memory (which may be a card's). */
  readValues(into: Float32Array): void;
  writeValues(from: Float32Array): void;
  /** Gradients of the sum that was accumulated since the last `clearGradients`, without any internal loss scale. */
  readGradients(into: Float32Array): void;
  clearGradients(): void;
}

/** What a network holds in the computer's memory, in bytes; and in that of a card. */
export interface NetworkMemory {
  /** Of the file's own tensors as the forward pass uses them. */
  readonly weights: number;
  /** Transposed copies for the backward pass. */
  readonly transposed: number;
  /** Trained numbers with their gradients. */
  readonly adapter: number;
  /** Activations of the longest batch so far. */
  readonly compute: number;
  /** null: the processor computes everything. */
  readonly card: CardShare | null;
}

/** What a card does of a training. */
export interface CardShare {
  /** Its maker's name for it. */
  readonly name: string;
  /** Of the model's layers, the last so many, with the head. */
  readonly layers: number;
  readonly ofLayers: number;
  /** Weights, copies, adapter and activations that lie in its memory. */
  readonly bytes: number;
  /** What it has in all, and what was free of it before. */
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/**
 * How fast this computer multiplies each type in each layout, in GFLOP/s, as it was measured when the weights' types were chosen by it. A
 * network that is opened with them again chooses the same, and computes the same numbers to the last bit. "layers on CUDA0" says how many
 * layers lay on a card.
 */
export type ProductSpeeds = Readonly<Record<string, number>>;

/** A model's frozen weights with a trainable adapter on them. One caller at a time. */
export interface Network extends Disposable {
  readonly architecture: string;
  readonly words: number;
  /** What the model was trained for. */
  readonly contextTokens: number;
  readonly lora: LoraParameters;
  readonly speeds: ProductSpeeds;
  /** Operations that the processor computed because the card does not know them, until now; empty without a card. */
  readonly fallbacks: readonly string[];
  /** A card that is not used because it computed otherwise than the processor; null: there is none. */
  readonly refusedCard: string | null;
  /**
   * Reads the examples together, and adds to the gradients: the sum over examples of `weight` times the example's mean loss. Dropout is
   * drawn from `dropoutSeed`. Throws TRAINING_TOO_LARGE when the batch does not fit.
   */
  learn(batch: readonly Example[], options: { weight: number; dropoutSeed: number }): Promise<ExampleLoss[]>;
  /** Without gradients and dropout. `withAdapter` false: as the model is without it. */
  judge(batch: readonly Example[], options?: { withAdapter?: boolean }): Promise<ExampleLoss[]>;
  /** Logits behind each target of one example, [targets × words], row by row. */
  logits(example: Example, options?: { withAdapter?: boolean }): Promise<Float32Array>;
  /** From the next call on. */
  setThreads(threads: number): void;
  memory(): NetworkMemory;
}
