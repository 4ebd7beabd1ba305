import { dirname } from "node:path";
import type { Models } from "#main/models/service.ts";

type ModelRecord = ReturnType<Models["library"]["listed"]>[number];
type Known = Pick<ModelRecord, "id" | "path" | "problem" | "addedAt"> & {
  readonly facts: Pick<ModelRecord["facts"], "kind">;
};

/** The model that makes vectors: the one that comes with Cloister, else the first of the user's that can; null: there is none. */
export function embeddingModel(models: readonly Known[], shippedDir: string): string | null {
  const usable = models.filter(({ facts, problem }) => facts.kind === "embedding" && problem === null);
  const shipped = usable.find(({ path }) => dirname(path) === shippedDir);
  return (shipped ?? usable.toSorted((a, b) => a.addedAt - b.addedAt)[0])?.id ?? null;
}

export interface WaitForModel {
  find(): string | null;
  /** Told of every change of the list of models. */
  onChanged(tell: () => void): Disposable;
  readonly waitMs?: number;
}

/** The first look for models takes a moment; whoever adds documents in it waits for the model that comes with Cloister. */
const WAIT_MS = 15_000;

/** The model that makes vectors, waited for where it is not on the list yet: once, as there may be none at all. */
export function createModelFinder({ find, onChanged, waitMs = WAIT_MS }: WaitForModel) {
  let isWaitedFor = false;
  return async (signal: AbortSignal): Promise<string | null> => {
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
