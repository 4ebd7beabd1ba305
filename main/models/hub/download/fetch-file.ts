import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Gate, Requests } from "#main/privacy/request.ts";
import { AppError } from "#main/rpc/errors.ts";
import { asDiskError, checkSpace, onDisk } from "./disk-error.ts";
import { createFrontier } from "./frontier.ts";
import { createGaps } from "./gaps.ts";
import type { HashThread } from "./hash-file.ts";
import { beginJournal, readClaims } from "./journal.ts";
import { fillGaps } from "./lanes.ts";
import { openPartFile } from "./part-file.ts";
import { NoRanges } from "./piece.ts";
import { createSource } from "./source.ts";
import type { SpeedLimit } from "./speed-limit.ts";
import type { Timing } from "./timing.ts";

export interface WantedFile {
  /** At the hub: `…/resolve/REVISION/FILE`. */
  url: string;
  repository: string;
  /** As the hub names it. */
  name: string;
  /** Where it lies once it is verified. */
  path: string;
  sizeBytes: number;
  sha256: string;
}

export interface FetchOptions {
  gate: Gate;
  requests: Requests;
  hashes: HashThread;
  token: string | null;
  lanes: number;
  limit: SpeedLimit;
  timing: Timing;
  signal: AbortSignal;
  /** Bytes of this file that are here. */
  onHave(bytes: number): void;
  onStep(step: "checking" | "downloading" | { waitingUntil: number }): void;
}

/** Names while a file is not verified: nobody takes them for models. */
export function partPath(path: string): string {
  return `${path}.part`;
}
export function journalPath(path: string): string {
  return `${path}.part-journal`;
}

/** Small enough that the beginning comes first and can be hashed, large enough that a connection gets up to speed. */
const MAX_PIECE_BYTES = 67_108_864;
const MIN_PIECE_BYTES = 1_048_576;
const MIN_LAST_PIECE_BYTES = 8_388_608;

/**
 * Brings one file to its part's name, whole and with the hub's SHA-256; goes on with what an earlier attempt left. Returns early when
 * aborted. Throws CHECKSUM_MISMATCH (what came is thrown away), DISK_FULL, FOLDER_GONE, FOLDER_READ_ONLY, and what fillGaps throws.
 */
export async function fetchFile(file: WantedFile, options: FetchOptions): Promise<void> {
  try {
    await fetchAs(file, options, false);
  } catch (error) {
    if (!(error instanceof NoRanges)) throw error;
    discard(file.path);
    await fetchAs(file, options, true);
  }
}

/** Removes what an attempt left. */
export function discard(path: string): void {
  for (const each of [partPath(path), journalPath(path), `${journalPath(path)}.new`]) rmSync(each, { force: true });
}

async function fetchAs(file: WantedFile, options: FetchOptions, isWhole: boolean): Promise<void> {
  const { sizeBytes, sha256, path, name, repository } = file;
  const { gate, requests, hashes, token, lanes, limit, timing, signal, onHave, onStep } = options;
  const part = partPath(path);
  using hash = hashes.open(part);
  onStep("checking");
  const subject = { sha256, sizeBytes };
  const claims = existsSync(part) && !isWhole ? readClaims(journalPath(path), subject) : [];
  const held = await hash.check(claims).catch((error: unknown) => {
    throw asDiskError(error, part, sizeBytes);
  });
  const frontier = createFrontier(held);
  const pieceBytes = Math.min(MAX_PIECE_BYTES, Math.max(MIN_PIECE_BYTES, Math.ceil(sizeBytes / (lanes * 4))));
  const minBytes = isWhole ? sizeBytes : Math.min(pieceBytes, MIN_LAST_PIECE_BYTES);
  const maxBytes = isWhole ? sizeBytes : pieceBytes;
  const gaps = createGaps(sizeBytes, held, { minBytes, maxBytes, share: 1 / (lanes * 4) });
  let have = sizeBytes - gaps.missingBytes;
  onHave(have);
  await checkSpace(dirname(part), gaps.missingBytes);

  using journal = onDisk(part, sizeBytes, () => beginJournal(journalPath(path), subject, held));
  using partFile = openPartFile({
    path: part,
    sizeBytes,
    journal,
    // Of a server that begins at the beginning each time, only the end is known to be right.
    onClaimed: (from, to) => {
      if (!isWhole) hash.advance(frontier.add(from, to));
    },
  });
  onStep("downloading");
  const url = new URL(file.url);
  await fillGaps({
    file: { name, repository, sizeBytes },
    isWhole,
    hubOrigin: url.origin,
    token,
    gaps,
    part: partFile,
    source: createSource({
      requests,
      url,
      token,
      repository,
      file: name,
      sha256,
      sizeBytes,
      answerMs: timing.answerMs,
    }),
    limit,
    timing,
    signal,
    gate,
    lanes: isWhole ? 1 : Math.min(lanes, Math.max(1, Math.ceil(gaps.missingBytes / pieceBytes))),
    onBytes: (bytes) => onHave((have = Math.min(sizeBytes, have + bytes))),
    onWaiting: (until) => onStep(until === null ? "downloading" : { waitingUntil: until }),
  });
  if (signal.aborted) return;

  onStep("checking");
  // The one takes the processor, the other the disk. Both have ended before the file is closed.
  const [hashed, synced] = await Promise.allSettled([hash.finish(sizeBytes), partFile.sync()]);
  if (hashed.status === "rejected") throw asDiskError(hashed.reason, part, sizeBytes);
  if (synced.status === "rejected") throw synced.reason;
  const actual = hashed.value;
  if (actual !== sha256) {
    discard(path);
    const message = `${name} does not match its checksum (SHA-256), so what came was thrown away. Download it again.`;
    throw new AppError("CHECKSUM_MISMATCH", message, { file: name, expected: sha256, actual });
  }
}
