import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "./hash-file.ts";
import { type Batch, formatTrace, parseTrace } from "./trace.ts";

/**
 * What a conversation left in the KV cache, on disk: after a restart, or when another conversation took its sequence, nothing has to be
 * read again. A state is two files: `<conversation>-<fingerprint>-<place>.state`, as llama.cpp writes it, and `….json`, which is
 * written last and says what the state is good for. llama.cpp can die of a state that is damaged or of another model, so none is
 * handed to it whose fingerprint, size and SHA-256 are not exactly those that were written down.
 */
export interface KvStates {
  /**
   * `write` gets the path of a temporary file. A conversation can have several states, one a `place`: some models can go on only from
   * where a state ends. Failing to save costs time later, and nothing else: the reason is returned.
   */
  save(
    conversation: { key: string; fingerprint: string; place: number },
    state: KvState,
    write: (path: string) => Promise<void>,
  ): Promise<Error | null>;
  /** The state of this conversation that is worth most, checked; null when none is worth more than nothing. */
  find(key: string, fingerprint: string, worth: (state: KvState) => number): Promise<FoundState | null>;
  /** For good. */
  remove(key: string, fingerprint: string): void;
}

export interface KvState {
  readonly tokens: readonly number[];
  readonly batches: readonly Batch[];
}

export interface FoundState extends KvState {
  readonly path: string;
}

interface Label {
  version: 2;
  fingerprint: string;
  tokens: readonly number[];
  trace: string;
  sizeBytes: number;
  sha256: string;
}

const TEMPORARY = ".part";
const LABEL = ".json";

/** Removes what an earlier run left half-written, and what is too much. */
export function openKvStates(folder: string, maxBytes: number): KvStates {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(TEMPORARY)) remove(join(folder, name));
  sweep(folder, maxBytes);

  const prefixOf = (key: string, fingerprint: string) => `${shortHash(key)}-${fingerprint.slice(0, 24)}-`;

  function labelled(key: string, fingerprint: string): { base: string; label: Label | null }[] {
    return listFolder(folder)
      .filter((name) => name.startsWith(prefixOf(key, fingerprint)) && name.endsWith(LABEL))
      .map((name) => join(folder, name.slice(0, -LABEL.length)))
      .map((base) => ({ base, label: readLabel(`${base}${LABEL}`) }));
  }

  return {
    async save({ key, fingerprint, place }, state, write) {
      const base = join(folder, `${prefixOf(key, fingerprint)}${String(place)}`);
      const temporary = `${base}.state${TEMPORARY}`;
      try {
        await write(temporary);
        const label: Label = {
          version: 2,
          fingerprint,
          tokens: state.tokens,
          trace: formatTrace(state.batches),
          sizeBytes: statSync(temporary).size,
          sha256: await hashFile(temporary),
        };
        // The old label goes first: at no moment does one describe another file than its own. A write that a power cut undid is found
        // by its sum, so nothing waits for the disk here.
        remove(`${base}${LABEL}`);
        renameSync(temporary, `${base}.state`);
        writeFileSync(`${base}${LABEL}${TEMPORARY}`, JSON.stringify(label));
        renameSync(`${base}${LABEL}${TEMPORARY}`, `${base}${LABEL}`);
        sweep(folder, maxBytes);
        return null;
      } catch (error) {
        remove(temporary);
        return error instanceof Error ? error : new Error(String(error));
      }
    },
    async find(key, fingerprint, worth) {
      const candidates: { base: string; label: Label; state: KvState; worth: number }[] = [];
      for (const { base, label } of labelled(key, fingerprint)) {
        const batches = label && parseTrace(label.trace);
        if (label?.fingerprint !== fingerprint || !batches) {
          removePair(base);
          continue;
        }
        const state = { tokens: label.tokens, batches };
        candidates.push({ base, label, state, worth: worth(state) });
      }
      for (const { base, label, state, ...rest } of candidates.toSorted((a, b) => b.worth - a.worth)) {
        if (rest.worth <= 0) return null;
        const path = `${base}.state`;
        if (!(await isIntact(path, label))) {
          removePair(base);
          continue;
        }
        const now = new Date();
        utimesSync(path, now, now);
        return { ...state, path };
      }
      return null;
    },
    remove(key, fingerprint) {
      const prefix = prefixOf(key, fingerprint);
      for (const name of listFolder(folder)) if (name.startsWith(prefix)) remove(join(folder, name));
    },
  };
}

/** Removes every state of a conversation, of whatever model: it holds the conversation's words. Any process may call it. */
export function forgetConversation(folder: string, key: string): void {
  for (const name of listFolder(folder)) if (name.startsWith(`${shortHash(key)}-`)) remove(join(folder, name));
}

async function isIntact(path: string, label: Label): Promise<boolean> {
  try {
    return statSync(path).size === label.sizeBytes && (await hashFile(path)) === label.sha256;
  } catch {
    return false;
  }
}

function readLabel(path: string): Label | null {
  try {
    const label = JSON.parse(readFileSync(path, "utf8")) as Partial<Label> | null;
    const isWhole = label?.version === 2 && typeof label.trace === "string" && Array.isArray(label.tokens);
    return isWhole ? (label as Label) : null;
  } catch {
    return null;
  }
}

/** Oldest first, until the rest fits. States of other models count too. */
function sweep(folder: string, maxBytes: number): void {
  const states = listFolder(folder)
    .filter((name) => name.endsWith(".state"))
    .flatMap((name) => {
      const stats = statSync(join(folder, name), { throwIfNoEntry: false });
      return stats
        ? [{ base: join(folder, name.slice(0, -".state".length)), bytes: stats.size, usedMs: stats.mtimeMs }]
        : [];
    })
    .toSorted((a, b) => b.usedMs - a.usedMs);
  let bytes = 0;
  for (const state of states) {
    bytes += state.bytes;
    if (bytes > maxBytes) removePair(state.base);
  }
}

function removePair(base: string): void {
  remove(`${base}${LABEL}`);
  remove(`${base}.state`);
}

function remove(path: string): void {
  rmSync(path, { force: true });
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
