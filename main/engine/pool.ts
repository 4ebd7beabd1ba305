import type { LlamaContext } from "node-llama-cpp";
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
  createContext(adapters: readonly EngineAdapter[]): Promise<LlamaContext>;
  createSequence(context: LlamaContext): Sequence;
  fingerprint(adapters: readonly EngineAdapter[]): Promise<string>;
  readonly states: KvStates | null;
  warn(what: string, error: Error): void;
}

interface Slot {
  readonly sequence: Sequence;
  key: string | null;
  busy: boolean;
  lastUsed: number;
  /** What is in the cache is on disk too. */
  saved: boolean;
}

/** LoRA adapters are part of a context and cannot be changed in it: one context for each set of them. */
interface Shelf {
  readonly context: LlamaContext;
  readonly fingerprint: string;
  readonly slots: Slot[];
}

/** Shorter ones are read again as fast as they are loaded. */
const WORTH_SAVING_TOKENS = 128;

export function createPool(options: PoolOptions): Pool {
  const shelves = new Map<string, Shelf>();
  const mostShelves = Math.max(2, options.sequences);
  let clock = 0;

  async function createShelf(adapters: readonly EngineAdapter[]): Promise<Shelf> {
    const fingerprint = await options.fingerprint(adapters);
    const context = await options.createContext(adapters);
    const slots = Array.from({ length: options.sequences }, () => ({
      sequence: options.createSequence(context),
      key: null,
      busy: false,
      lastUsed: 0,
      saved: true,
    }));
    return { context, fingerprint, slots };
  }

  async function shelfFor(adapters: readonly EngineAdapter[]): Promise<Shelf> {
    const name = nameOf(adapters);
    const known = shelves.get(name);
    if (known) {
      // Last in the map is last used.
      shelves.delete(name);
      shelves.set(name, known);
      return known;
    }
    while (shelves.size >= mostShelves && (await dropOldest())) continue;
    const shelf = await createShelf(adapters).catch(async (error: unknown) => {
      // Once more, with the memory of one that nobody needs now.
      if (!isAppError(error, "NOT_ENOUGH_MEMORY") || !(await dropOldest())) throw error;
      return createShelf(adapters);
    });
    shelves.set(name, shelf);
    return shelf;
  }

  /** False when every other one is in use. */
  async function dropOldest(): Promise<boolean> {
    for (const [name, shelf] of shelves) {
      if (shelf.slots.some((slot) => slot.busy)) continue;
      shelves.delete(name);
      for (const slot of shelf.slots) await putAway(shelf, slot);
      await shelf.context.dispose();
      return true;
    }
    return false;
  }

  /** Only before the sequence is given to somebody else or freed: of what is in it, the end may be lost. */
  async function putAway(shelf: Shelf, slot: Slot): Promise<void> {
    const { sequence, key } = slot;
    const { fingerprint } = shelf;
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

  async function load(shelf: Shelf, slot: Slot, key: string, prompt: readonly number[]): Promise<void> {
    const { sequence } = slot;
    const found = await options.states?.find(key, shelf.fingerprint, ({ tokens }) => sequence.spares(tokens, prompt));
    if (!found) return;
    try {
      await sequence.load(found.path, found.batches);
      if (!isSame(sequence.tokens, found.tokens)) throw new Error("Other tokens than were written down");
      slot.saved = true;
    } catch (error) {
      options.states?.remove(key, shelf.fingerprint);
      options.warn("A KV state could not be loaded", error instanceof Error ? error : new Error(String(error)));
      await sequence.clear();
    }
  }

  async function moveIn(shelf: Shelf, slot: Slot, key: string, prompt: readonly number[]): Promise<void> {
    if (slot.key === key) return;
    await putAway(shelf, slot);
    if (slot.sequence.tokens.length > 0) await slot.sequence.clear();
    slot.key = key;
    slot.saved = true;
    await load(shelf, slot, key, prompt);
  }

  async function lease(key: string, adapters: readonly EngineAdapter[], prompt: readonly number[]): Promise<Lease> {
    const shelf = await shelfFor(adapters);
    const free = shelf.slots.filter((slot) => !slot.busy).toSorted((a, b) => a.lastUsed - b.lastUsed);
    const slot = free.find((candidate) => candidate.key === key) ?? free[0];
    if (!slot) throw new Error("More answers than sequences");
    slot.busy = true;
    slot.lastUsed = clock += 1;
    const end = async (broken: boolean) => {
      slot.saved = false;
      if (broken) {
        slot.key = null;
        await slot.sequence.clear().catch((error: unknown) => options.warn("A sequence is lost", error as Error));
      }
      slot.busy = false;
    };
    try {
      await moveIn(shelf, slot, key, prompt);
    } catch (error) {
      await end(true);
      throw error;
    }
    return { sequence: slot.sequence, end };
  }

  async function forget(key: string): Promise<void> {
    const slots = [...shelves.values()].flatMap((shelf) => shelf.slots).filter((slot) => slot.key === key);
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
    lease: (key, adapters, prompt) => inTurn(() => lease(key, adapters, prompt)),
    forget: (key) => inTurn(() => forget(key)),
    async saveAll() {
      for (const shelf of shelves.values()) {
        for (const slot of shelf.slots) if (!slot.busy) await putAway(shelf, slot);
      }
    },
  };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}

function nameOf(adapters: readonly EngineAdapter[]): string {
  return JSON.stringify(adapters.map(({ path, scale }) => [path, scale]));
}
