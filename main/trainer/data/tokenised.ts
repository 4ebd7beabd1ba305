import type { Example } from "../network.ts";
import type { DataReport } from "../train-contract.ts";

/** Examples as they lie on disk: any number of them, a few in memory. */
export interface ExampleList {
  readonly count: number;
  /** Reads one. `index` from 0, in the order of the data. */
  at(index: number): Example;
  /** Its length, without reading it. */
  tokensAt(index: number): number;
}

export interface TokenisedData extends Disposable {
  readonly report: DataReport;
  /** Of the vocabulary that it was tokenised with; a model with another number of words cannot learn from it. */
  readonly words: number;
  readonly training: ExampleList;
  readonly heldOut: ExampleList;
}
