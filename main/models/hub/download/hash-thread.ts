import { createHash } from "node:crypto";
import { closeSync, fdatasync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { crc32 } from "node:zlib";
import type { Claim } from "./journal.ts";

/**
 * Computes the SHA-256 of a file while it is still coming, in a thread of its own: that takes as long as receiving it. Reads what the
 * file holds, not what was meant to be written into it.
 */
export type HashRequest =
  /** Which of these are really there; what lies at the beginning is hashed on the way. */
  | { kind: "check"; claims: readonly Claim[] }
  /** Everything before this byte is in the file now. */
  | { kind: "advance"; to: number }
  | { kind: "finish"; sizeBytes: number };
export type HashReply =
  { kind: "checked"; claims: Claim[] } | { kind: "digest"; sha256: string } | { kind: "failed"; code: string };

/** What was read is hashed while it is still in the processor's cache. */
const READ_BYTES = 262_144;
/** What has come is put on the disk on the way, so that at the end next to nothing waits. */
const SYNCED_EVERY_BYTES = 33_554_432;

const path = (workerData as { path: string }).path;
let hash = createHash("sha256");
const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
let file: number | null = null;
let position = 0;
let syncedTo = 0;
let isSyncing = false;

parentPort?.on("message", (request: HashRequest) => {
  try {
    const reply = answer(request);
    if (reply !== null) parentPort?.postMessage(reply);
    if (reply?.kind === "digest" && file !== null) closeSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "EIO";
    parentPort?.postMessage({ kind: "failed", code } satisfies HashReply);
  }
});

function answer(request: HashRequest): HashReply | null {
  if (request.kind === "check") return { kind: "checked", claims: request.claims.filter(isThere) };
  advance(request.kind === "advance" ? request.to : request.sizeBytes);
  return request.kind === "finish" ? { kind: "digest", sha256: hash.digest("hex") } : null;
}

function advance(to: number): void {
  while (position < to) {
    const part = read(position, to);
    // The file is shorter than it should be: the digest will say so.
    if (part.length === 0) return;
    hash.update(part);
    position += part.length;
    if (position - syncedTo >= SYNCED_EVERY_BYTES) syncBeside();
  }
}

/** Beside the hashing. Whether it worked is asked at the end, by the one who wrote. */
function syncBeside(): void {
  if (isSyncing || file === null) return;
  syncedTo = position;
  isSyncing = true;
  fdatasync(file, () => (isSyncing = false));
}

function isThere({ from, to, crc }: Claim): boolean {
  // A hash cannot be taken back: what may prove wrong goes into a copy.
  const next = from === position ? hash.copy() : null;
  let found = 0;
  let at = from;
  while (at < to) {
    const part = read(at, to);
    if (part.length === 0) return false;
    found = crc32(part, found);
    at += part.length;
    next?.update(part);
  }
  if (found !== crc) return false;
  if (next !== null) [hash, position] = [next, to];
  return true;
}

function read(from: number, to: number): Buffer {
  file ??= openSync(path, "r");
  const bytes = readSync(file, buffer, 0, Math.min(buffer.length, to - from), from);
  return buffer.subarray(0, bytes);
}
