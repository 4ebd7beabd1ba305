import type { LlamaContext } from "node-llama-cpp";
import { type Adapters, type AdapterSet, NO_ADAPTERS } from "./adapters.ts";
import type { EngineAdapter } from "./contract.ts";
import type { KvStates } from "./kv-states.ts";
import { isAppError } from "#main/rpc/errors.ts";
import type { Sequence } from "./sequence.ts";

/** A sequence that a conversation has for the time of one answer. */
export interface Lease {
  readonly sequence: Sequence;
  /** `broken`: a call failed, and what lies in its cache is not known. */
  end(broken: boolean): Promise<void>;
}

export interface Pool {
  /**
   * The sequence where this conversation was last, else the one longest unused, with the saved state that spares most of the prompt.
   * There is always one for each place (queue.ts).
   */
  lease(key: string, adapters: readonly EngineAdapter[], prompt: readonly number[]): Promise<Lease>;
  /** Nothing of this conversation stays, or is saved any more; an answer that is being written goes on without a name. */
  forget(key: string): Promise<void>;
  /** Saves what is worth keeping. */
  saveAll(): Promise<void>;
}

export interface PoolOptions {
  /** Chats that write at the same time: sequences of a context, and the most contexts that are needed. */
  readonly sequences: number;
  /** The context that there is from the beginning. */
  readonly first: LlamaContext;
  createContext(): Promise<LlamaContext>;
  createSequence(context: LlamaContext): Sequence;
  readonly adapters: Adapters;
  fingerprint(adapters: AdapterSet): string;
  readonly states: KvStates | null;
  warn(what: string, error: Error): void;
}

interface Slot {
  readonly sequence: Sequence;
  key: string | null;
  /** What lies in the cache was computed with this model and these adapters; it is worth nothing with others. */
  fingerprint: string;
  busy: boolean;
  lastUsed: number;
  /** What is in the cache is on disk too. */
  saved: boolean;
}

/**
 * A context and its sequences. Adapters act on all of a context, so two chats that write at the same time with different ones need two;
 * otherwise they are changed in the one that is there, which takes milliseconds, where another context takes as much memory again.
 */
interface Shelf {
  readonly context: LlamaContext;
  readonly slots: readonly Slot[];
  set: AdapterSet;
}

/** Shorter ones are read again as fast as they are loaded. */
const WORTH_SAVING_TOKENS = 128;

export function createPool(options: PoolOptions): Pool {
  const shelves: Shelf[] = [createShelf(options.first)];
  let clock = 0;
  /** Those who wait until an answer has ended, for its context. */
  let left = Promise.withResolvers<null>();

  function createShelf(context: LlamaContext): Shelf {
    const slots = Array.from({ length: options.sequences }, () => ({
      sequence: options.createSequence(context),
      key: null,
      fingerprint: "",
      busy: false,
      lastUsed: 0,
      saved: true,
    }));
    return { context, slots, set: NO_ADAPTERS };
  }

  /** null: it has to wait, since there is no memory for one more context. */
  async function shelfFor(set: AdapterSet, isHere: (slot: Slot) => boolean): Promise<Shelf | null> {
    const usable = shelves.filter((shelf) => shelf.set.name === set.name || !isBusy(shelf));
    const found =
      usable.find((shelf) => shelf.slots.some((slot) => !slot.busy && isHere(slot))) ??
      usable.find((shelf) => shelf.set.name === set.name) ??
      usable[0];
    if (found) return found;
    try {
      const shelf = createShelf(await options.createContext());
      shelves.push(shelf);
      return shelf;
    } catch (error) {
      if (isAppError(error, "NOT_ENOUGH_MEMORY")) return null;
      throw error;
    }
  }

  /** A second context is for as long as it is needed: it takes as much memory as the first. */
  async function dropSpare(): Promise<void> {
    for (const shelf of shelves.slice(1)) {
      if (isBusy(shelf)) continue;
      shelves.splice(shelves.indexOf(shelf), 1);
      for (const slot of shelf.slots) await putAway(slot);
      await shelf.context.dispose();
    }
  }

  /** Only before the sequence is given to somebody else or freed: of what is in it, the end may be lost. */
  async function putAway(slot: Slot): Promise<void> {
    const { sequence, key, fingerprint } = slot;
    if (!options.states || key === null || slot.saved || sequence.tokens.length < WORTH_SAVING_TOKENS) return;
    options.states.remove(key, fingerprint);
    for (const [place, length] of sequence.savePoints().entries()) {
      await sequence.cutTo(length);
      const { tokens, batches } = sequence;
      const conversation = { key, fingerprint, place };
      const error = await options.states.save(conversation, { tokens, batches }, (path) => sequence.save(path));
      if (error) options.warn("A KV state could not be saved", error);
    }
    slot.saved = true;
  }

  async function load(slot: Slot, key: string, prompt: readonly number[]): Promise<void> {
    const { sequence, fingerprint } = slot;
    const found = await options.states?.find(key, fingerprint, ({ tokens }) => sequence.spares(tokens, prompt));
    if (!found) return;
    try {
      await sequence.load(found.path, found.batches);
      if (!isSame(sequence.tokens, found.tokens)) throw new Error("Other tokens than were written down");
      slot.saved = true;
    } catch (error) {
      options.states?.remove(key, fingerprint);
      options.warn("A KV state could not be loaded", error instanceof Error ? error : new Error(String(error)));
      await sequence.clear();
    }
  }

  async function moveIn(slot: Slot, key: string, fingerprint: string, prompt: readonly number[]): Promise<void> {
    if (slot.key === key && slot.fingerprint === fingerprint) return;
    await putAway(slot);
    if (slot.sequence.tokens.length > 0) await slot.sequence.clear();
    slot.key = key;
    slot.fingerprint = fingerprint;
    slot.saved = true;
    await load(slot, key, prompt);
  }

  async function tryLease(
    key: string,
    adapters: readonly EngineAdapter[],
    prompt: readonly number[],
  ): Promise<Lease | { wait: Promise<null> }> {
    const set = await options.adapters.load(
      adapters,
      shelves.map((shelf) => shelf.set),
    );
    const fingerprint = options.fingerprint(set);
    const isHere = (slot: Slot) => slot.key === key && slot.fingerprint === fingerprint;
    const shelf = await shelfFor(set, isHere);
    if (!shelf) return { wait: left.promise };
    const free = shelf.slots.filter((slot) => !slot.busy).toSorted((a, b) => a.lastUsed - b.lastUsed);
    const slot = free.find(isHere) ?? free[0];
    if (!slot) throw new Error("More answers than sequences");
    if (shelf.set.name !== set.name) options.adapters.use(shelf.context, set);
    shelf.set = set;
    slot.busy = true;
    slot.lastUsed = clock += 1;
    const end = async (broken: boolean) => {
      slot.saved = false;
      if (broken) {
        slot.key = null;
        await slot.sequence.clear().catch((error: unknown) => options.warn("A sequence is lost", error as Error));
      }
      slot.busy = false;
      left.resolve(null);
      left = Promise.withResolvers();
      if (shelves.length > 1)
        inTurn(dropSpare).catch((error: unknown) => options.warn("A context stays", error as Error));
    };
    try {
      await moveIn(slot, key, fingerprint, prompt);
    } catch (error) {
      await end(true);
      throw error;
    }
    return { sequence: slot.sequence, end };
  }

  async function lease(key: string, adapters: readonly EngineAdapter[], prompt: readonly number[]): Promise<Lease> {
    for (;;) {
      const found = await inTurn(() => tryLease(key, adapters, prompt));
      if (!("wait" in found)) return found;
      await found.wait;
    }
  }

  async function forget(key: string): Promise<void> {
    const slots = shelves.flatMap((shelf) => shelf.slots).filter((slot) => slot.key === key);
    for (const slot of slots) {
      slot.key = null;
      if (!slot.busy) await slot.sequence.clear();
    }
  }

  // One after the other: two that begin together must neither create the same context twice nor take the same sequence, and none
  // saves what another forgets.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  }

  return {
    lease,
    forget: (key) => inTurn(() => forget(key)),
    async saveAll() {
      for (const { slots } of shelves) for (const slot of slots) if (!slot.busy) await putAway(slot);
    },
  };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}

function isBusy(shelf: Shelf): boolean {
  return shelf.slots.some((slot) => slot.busy);
}
