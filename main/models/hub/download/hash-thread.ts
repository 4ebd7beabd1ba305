import { createHash } from "node:crypto";
import { closeSync, fdatasync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { Claim } from "./journal.ts";
import { addSamples, NO_SAMPLES } from "./samples.ts";

/**
 * Computes the SHA-256 of a file while it is still coming, in a thread of its own: that takes as long as receiving it. Reads what the
 * file holds, not what was meant to be written into it. One file after the other.
 */
export type HashRequest =
  /** From here on it is about this file, whose answers carry this number. */
  | { kind: "open"; id: number; path: string }
  /** Which of these are really there; what lies at the beginning is hashed on the way. */
  | { kind: "check"; claims: readonly Claim[] }
  /** Everything before this byte is in the file now. */
  | { kind: "advance"; to: number }
  | { kind: "finish"; sizeBytes: number }
  | { kind: "close" };
export type HashReply = { id: number } & HashAnswer;
export type HashAnswer =
  { kind: "checked"; claims: Claim[] } | { kind: "digest"; sha256: string } | { kind: "failed"; code: string };

/** What was read is hashed while it is still in the processor's cache. */
const READ_BYTES = 262_144;
/** What has come is put on the disk on the way, so that at the end next to nothing waits. */
const SYNCED_EVERY_BYTES = 33_554_432;

const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
let current = openLater(0, "");

interface Current {
  readonly id: number;
  readonly path: string;
  hash: ReturnType<typeof createHash>;
  file: number | null;
  position: number;
  syncedTo: number;
  isSyncing: boolean;
}

/** Where nothing has come yet there may be no file. */
function openLater(id: number, path: string): Current {
  return { id, path, hash: createHash("sha256"), file: null, position: 0, syncedTo: 0, isSyncing: false };
}

parentPort?.on("message", (request: HashRequest) => {
  try {
    const answer = answerTo(request);
    if (answer !== null) reply(answer);
  } catch (error) {
    reply({ kind: "failed", code: error instanceof Error && "code" in error ? String(error.code) : "EIO" });
  }
});

function reply(answer: HashAnswer): void {
  parentPort?.postMessage({ id: current.id, ...answer } satisfies HashReply);
}

function answerTo(request: HashRequest): HashAnswer | null {
  switch (request.kind) {
    case "open":
      close();
      current = openLater(request.id, request.path);
      return null;
    case "check":
      return { kind: "checked", claims: request.claims.filter(isThere) };
    case "advance":
      advance(request.to);
      return null;
    case "finish":
      advance(request.sizeBytes);
      // It gets its name next: not while it is open here.
      close();
      return { kind: "digest", sha256: current.hash.digest("hex") };
    case "close":
      close();
      return null;
  }
}

function close(): void {
  if (current.file !== null) closeSync(current.file);
  current.file = null;
}

function advance(to: number): void {
  while (current.position < to) {
    const part = read(current.position, to);
    // The file is shorter than it should be: the digest will say so.
    if (part.length === 0) return;
    current.hash.update(part);
    current.position += part.length;
    if (current.position - current.syncedTo >= SYNCED_EVERY_BYTES) syncBeside(current);
  }
}

/** Beside the hashing. Whether it worked is asked at the end, by the one who wrote. */
function syncBeside(one: Current): void {
  if (one.isSyncing || one.file === null) return;
  one.syncedTo = one.position;
  one.isSyncing = true;
  fdatasync(one.file, () => (one.isSyncing = false));
}

function isThere({ from, to, samples }: Claim): boolean {
  // A hash cannot be taken back: what may prove wrong goes into a copy.
  const next = from === current.position ? current.hash.copy() : null;
  let found = NO_SAMPLES;
  let at = from;
  while (at < to) {
    const part = read(at, to);
    if (part.length === 0) return false;
    found = addSamples(found, part, at);
    at += part.length;
    next?.update(part);
  }
  if (found !== samples) return false;
  if (next !== null) [current.hash, current.position] = [next, to];
  return true;
}

function read(from: number, to: number): Buffer {
  current.file ??= openSync(current.path, "r");
  const bytes = readSync(current.file, buffer, 0, Math.min(buffer.length, to - from), from);
  return buffer.subarray(0, bytes);
}
