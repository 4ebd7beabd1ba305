import type { LoraModule } from "./train-contract.ts";
import type { Pointer } from "./ggml/library.ts";

/** Where a layer's numbers lie, and are computed with. */
export type Place = "processor" | "card";

/** A frozen linear layer of the model: y = W x + bias. */
export interface Linear {
  /** The model's tensor: "blk.0.attn_q.weight". */
  readonly tensor: string;
  readonly columns: number;
  readonly rows: number;
  readonly weight: Pointer;
  /** For gradients of what it reads; null: nothing that is trained lies before it. */
  readonly transposed: Pointer | null;
  readonly bias: Pointer | null;
  readonly isTrained: boolean;
}

/** The low-rank pair of a linear layer; B lies transposed, one row for each rank. */
export interface LowRank {
  readonly b: Pointer;
  readonly bGradient: Pointer;
  /** Which of the group's rows of A x are its own. */
  readonly first: number;
}

/** Linear layers that read the same: their A matrices lie together and are multiplied at once. */
export interface LinearGroup {
  readonly index: number;
  readonly layer: number;
  readonly columns: number;
  readonly linears: readonly Linear[];
  /** Set when the adapter is made. */
  adapter: GroupAdapter | null;
}

export interface GroupAdapter {
  readonly rank: number;
  readonly scale: number;
  /** Rows of all trained layers of the group. */
  readonly a: Pointer;
  readonly aGradient: Pointer;
  readonly pairs: ReadonlyMap<Linear, LowRank>;
  /** How many ranks the group has: `rank` for each trained layer. */
  readonly ranks: number;
}

/** What an architecture declares of its file; the tensors are filled before the first graph. */
export interface ModelSource {
  readonly layers: number;
  /** The first layer that is trained: before it nothing is walked back. */
  readonly firstTrained: number;
  number(key: string, fallback?: number): number;
  text(key: string, fallback: string): string;
  has(tensor: string): boolean;
  placeOf(layer: number): Place;
  /**
   * Layers "blk.<layer>.<name>" that read the same, each with its bias where the file has one. `modules`: what each is called in the
   * settings, where its name is another.
   */
  linears(layer: number, names: readonly string[], modules?: readonly LoraModule[]): LinearGroup;
  /** A vector in F32 (norms): "output_norm". */
  vector(name: string): Pointer;
  optionalVector(name: string): Pointer | null;
  /** The vocabulary's rows. */
  embedding(): Embedding;
  /** The layer that gives logits: its own, or the vocabulary's rows. */
  head(softCap: number | null): Head;
  invalid(problem: string): Error;
}

export interface Embedding {
  readonly weight: Pointer;
  readonly dimensions: number;
  readonly words: number;
}

export interface Head extends Embedding {
  /** null: gradients go through the rows of likely words. */
  readonly transposed: Pointer | null;
  /** Logits are bent to ±cap; null: they are not. */
  readonly softCap: number | null;
}
