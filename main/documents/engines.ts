import type { EngineLease, Waiting } from "#main/models/lease.ts";

/** What documents use of a loaded model: vectors, tokens, and the order of passages. */
export interface DocumentLease extends Disposable, Pick<EngineLease, "modelName" | "modelFingerprint"> {
  readonly client: Pick<EngineLease["client"], "embed" | "countTokens" | "rank">;
}

/** What documents need of the engines. */
export interface DocumentEngines {
  /** Throws what `ModelEngines.acquire` throws. */
  acquire(modelId: string, waiting: Waiting): Promise<DocumentLease>;
}
