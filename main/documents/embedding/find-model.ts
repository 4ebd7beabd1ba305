import { dirname } from "node:path";
import type { Models } from "#main/models/service.ts";

type ModelRecord = ReturnType<Models["library"]["listed"]>[number];
type Known = Pick<ModelRecord, "id" | "name" | "path" | "fingerprint" | "problem" | "addedAt"> & {
  readonly facts: Pick<ModelRecord["facts"], "kind">;
};

/** A model of the library that can make vectors. */
export interface EmbeddingCandidate extends Pick<Known, "id" | "name" | "fingerprint"> {
  /** It comes with Cloister. */
  readonly isShipped: boolean;
}

/** The one that comes with Cloister first, then the user's, the oldest first. */
export function embeddingCandidates(models: readonly Known[], shippedDir: string): EmbeddingCandidate[] {
  return models
    .filter(({ facts, problem }) => facts.kind === "embedding" && problem === null)
    .toSorted((a, b) => a.addedAt - b.addedAt)
    .map(({ id, name, fingerprint, path }) => ({ id, name, fingerprint, isShipped: dirname(path) === shippedDir }))
    .toSorted((a, b) => Number(b.isShipped) - Number(a.isShipped));
}

/** The user's choice while it can be used, else the first; null: there is none. */
export function chosenCandidate(
  candidates: readonly EmbeddingCandidate[],
  chosenId: string | null,
): EmbeddingCandidate | null {
  return candidates.find(({ id }) => id === chosenId) ?? candidates[0] ?? null;
}

/** The chosen model that ranks passages, while it can be used. */
export function usableReranker(models: readonly Known[], chosenId: string | null): string | null {
  const chosen = models.find(
    ({ id, facts, problem }) => id === chosenId && facts.kind === "reranker" && problem === null,
  );
  return chosen?.id ?? null;
}

export interface WaitForModel {
  find(): EmbeddingCandidate | null;
  /** Told of every change of the list of models. */
  onChanged(tell: () => void): Disposable;
  readonly waitMs?: number;
}

/** The first look for models takes a moment; whoever adds documents in it waits for the model that comes with Cloister. */
const WAIT_MS = 15_000;

/** The model that makes vectors, waited for where it is not on the list yet: once, as there may be none at all. */
export function createModelFinder({ find, onChanged, waitMs = WAIT_MS }: WaitForModel) {
  let isWaitedFor = false;
  return async (signal: AbortSignal): Promise<EmbeddingCandidate | null> => {
    const known = find();
    if (known !== null || isWaitedFor) return known;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const watching = onChanged(() => {
      if (find() !== null) resolve(undefined);
    });
    const timer = setTimeout(() => resolve(undefined), waitMs);
    const stop = () => resolve(undefined);
    signal.addEventListener("abort", stop, { once: true });
    await promise;
    clearTimeout(timer);
    watching[Symbol.dispose]();
    signal.removeEventListener("abort", stop);
    signal.throwIfAborted();
    isWaitedFor = true;
    return find();
  };
}
