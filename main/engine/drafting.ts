import type { EngineDrafting } from "./contract.ts";
import type { Drafter } from "./draft.ts";
import { createLookup } from "./draft-lookup.ts";
import { type DraftModel, type DraftModelOptions, loadDraftModel } from "./draft-model.ts";

/** How an engine guesses ahead, as each answer asks for it. */
export interface Drafting {
  /** null: not at all. The draft model is loaded when it is first asked for. Throws DRAFT_MODEL_UNFIT, and what loading throws. */
  drafterFor(wanted: EngineDrafting | undefined, key: string, signal: AbortSignal): Promise<Drafter | null>;
  limitThreads(maxThreads: number): void;
}

export function createDrafting(options: Omit<DraftModelOptions, "path" | "name">): Drafting {
  let loaded: DraftModel | null = null;
  let maxThreads = options.maxThreads;
  /** Answers with the draft model that is loaded. */
  let users = 0;
  // One at a time: two answers that ask for it together load it once.
  let last: Promise<unknown> = Promise.resolve();

  /** null: another one is in use just now; this answer goes without. */
  async function modelAt(path: string, name: string): Promise<DraftModel | null> {
    if (loaded?.path === path) return loaded;
    if (users > 0) return null;
    await loaded?.dispose();
    loaded = null;
    loaded = await loadDraftModel({ ...options, maxThreads, path, name });
    return loaded;
  }

  return {
    async drafterFor(wanted, key, signal) {
      if (wanted === undefined) return null;
      if (wanted.kind === "lookup") return createLookup(wanted.tokens);
      const next = last.then(async () => {
        const model = await modelAt(wanted.path, wanted.name);
        if (model === null) return null;
        users += 1;
        const drafter = model.drafter(key, wanted.tokens, signal);
        return {
          ...drafter,
          [Symbol.dispose]() {
            users -= 1;
            drafter[Symbol.dispose]();
          },
        };
      });
      last = next.catch(() => undefined);
      return next;
    },
    limitThreads(most) {
      maxThreads = most;
      loaded?.limitThreads(most);
    },
  };
}
