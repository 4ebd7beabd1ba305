import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "./hash-file.ts";
import { type Batch, formatTrace, parseTrace } from "./trace.ts";

/**
 * What a conversation left in the KV cache, on disk: after a restart, or when another conversation took its sequence, nothing has to be
 * read again. A state is two files: `<conversation>-<fingerprint>.state`, as llama.cpp writes it, and `….json`, which is
 * written last and says what the state is good for. llama.cpp can die of a state that is damaged or of another model, so none is
 * handed to it whose fingerprint, size and SHA-256 are not exactly those that were written down.
 */
export interface KvStates {
  /** `write` gets the path of a temporary file. Failing to save costs time later, and nothing else: the reason is returned. */
  save(key: string, fingerprint: string, state: KvState, write: (path: string) => Promise<void>): Promise<Error | null>;
  /** The state of this conversation, checked; null when there is none that can be used. */
  find(key: string, fingerprint: string): Promise<FoundState | null>;
  /** For good. */
  remove(key: string, fingerprint: string): void;
}

export interface KvState {
  readonly tokens: number;
  readonly batches: readonly Batch[];
}

export interface FoundState extends KvState {
  readonly path: string;
}

interface Label {
  version: 1;
  fingerprint: string;
  tokens: number;
  trace: string;
  sizeBytes: number;
  sha256: string;
}

const TEMPORARY = ".part";

/** Removes what an earlier run left half-written, and what is too much. */
export function openKvStates(folder: string, maxBytes: number): KvStates {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(TEMPORARY)) remove(join(folder, name));
  sweep(folder, maxBytes);

  const baseOf = (key: string, fingerprint: string) => join(folder, `${shortHash(key)}-${fingerprint.slice(0, 24)}`);

  return {
    async save(key, fingerprint, state, write) {
      const base = baseOf(key, fingerprint);
      const temporary = `${base}.state${TEMPORARY}`;
      try {
        await write(temporary);
        const label: Label = {
          version: 1,
          fingerprint,
          tokens: state.tokens,
          trace: formatTrace(state.batches),
          sizeBytes: statSync(temporary).size,
          sha256: await hashFile(temporary),
        };
        // The old label goes first: at no moment does one describe another file than its own. A write that a power cut undid is found
        // by its sum, so nothing waits for the disk here.
        remove(`${base}.json`);
        renameSync(temporary, `${base}.state`);
        writeFileSync(`${base}.json${TEMPORARY}`, JSON.stringify(label));
        renameSync(`${base}.json${TEMPORARY}`, `${base}.json`);
        sweep(folder, maxBytes);
        return null;
      } catch (error) {
        remove(temporary);
        return error instanceof Error ? error : new Error(String(error));
      }
    },
    async find(key, fingerprint) {
      const base = baseOf(key, fingerprint);
      const label = readLabel(`${base}.json`);
      const path = `${base}.state`;
      if (label?.fingerprint !== fingerprint) return null;
      const batches = parseTrace(label.trace);
      if (batches && (await isIntact(path, label))) {
        const now = new Date();
        utimesSync(path, now, now);
        return { path, tokens: label.tokens, batches };
      }
      removePair(base);
      return null;
    },
    remove: (key, fingerprint) => removePair(baseOf(key, fingerprint)),
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
    return label?.version === 1 && typeof label.trace === "string" ? (label as Label) : null;
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
  remove(`${base}.json`);
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
