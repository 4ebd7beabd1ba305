import { closeSync, existsSync, fsync, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import { asDiskError, onDisk } from "./disk-error.ts";
import type { Journal } from "./journal.ts";
import { addSamples, NO_SAMPLES } from "./samples.ts";

/** Writes the bytes of one piece where they belong, and claims them in the journal. */
export interface PieceWriter {
  /** Where the next byte goes. */
  readonly at: number;
  write(part: Buffer): void;
  /** Claims what was written since the last claim. */
  claim(): void;
}

export interface PartFile extends Disposable {
  piece(from: number): PieceWriter;
  /** Everything is on the disk itself when it resolves. */
  sync(): Promise<void>;
}

export interface PartFileOptions {
  path: string;
  sizeBytes: number;
  journal: Journal;
  onClaimed(from: number, to: number): void;
}

/** A slow connection claims what it has after so long. */
const CLAIMED_EVERY_MS = 1_000;
const MIN_CLAIM_BYTES = 65_536;
const MAX_CLAIM_BYTES = 4_194_304;
/** A crash costs at most this share of a file for each lane. */
const CLAIM_SHARE = 1 / 512;

/** The file under its name for the time being. Throws DISK_FULL, FOLDER_GONE, FOLDER_READ_ONLY, as its writers do. */
export function openPartFile({ path, sizeBytes, journal, onClaimed }: PartFileOptions): PartFile {
  const guard = <T>(work: () => T): T => onDisk(path, sizeBytes, work);
  const file = guard(() => openSync(path, existsSync(path) ? "r+" : "w+"));
  const claimBytes = Math.min(MAX_CLAIM_BYTES, Math.max(MIN_CLAIM_BYTES, sizeBytes * CLAIM_SHARE));
  return {
    piece(from) {
      let at = from;
      let claimedTo = from;
      let claimedAt = performance.now();
      let samples = NO_SAMPLES;
      const claim = (): void => {
        if (at === claimedTo) return;
        guard(() => journal.claim({ from: claimedTo, to: at, samples }));
        onClaimed(claimedTo, at);
        [claimedTo, claimedAt, samples] = [at, performance.now(), NO_SAMPLES];
      };
      return {
        get at() {
          return at;
        },
        write(part) {
          let written = 0;
          // The system may take less than it was given, at the end of a disk for instance.
          while (written < part.length) {
            written += guard(() => writeSync(file, part, written, part.length - written, at + written));
          }
          samples = addSamples(samples, part, at);
          at += part.length;
          if (at - claimedTo >= claimBytes || performance.now() - claimedAt >= CLAIMED_EVERY_MS) claim();
        },
        claim,
      };
    },
    async sync() {
      await promisify(fsync)(file).catch((error: unknown) => {
        throw asDiskError(error, path, sizeBytes);
      });
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}
