import { join } from "node:path";

/** What lies in a training's own folder. Every file is written aside, synced and renamed: it is whole, or not there. */
export interface RunFolder {
  /** Tokens and targets of all examples; see data/tokenised.ts. */
  readonly tokens: string;
  /** The `DataReport`. */
  readonly report: string;
  /** How fast this computer multiplied when the run was first opened: by it the weights' types are chosen, the same each time. */
  readonly speeds: string;
  /** Adapter, optimiser, position, seeds of the last save. */
  readonly checkpoint: string;
  /** Of the save before: used when the last one cannot be read. */
  readonly checkpointBefore: string;
  /** The adapter that was best on the held-out texts so far. */
  readonly best: string;
  /** What came of it. */
  readonly adapter: string;
}

export function runFolder(folder: string): RunFolder {
  return {
    tokens: join(folder, "tokens.bin"),
    report: join(folder, "data.json"),
    speeds: join(folder, "speeds.json"),
    checkpoint: join(folder, "checkpoint.bin"),
    checkpointBefore: join(folder, "checkpoint-before.bin"),
    best: join(folder, "best.bin"),
    adapter: join(folder, "adapter.gguf"),
  };
}
