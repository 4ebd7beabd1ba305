import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

/** Evenly spread over the tensors' data: 4 MB however large the model, read in a few milliseconds. */
const SAMPLES = 64;
const SAMPLE_BYTES = 65_536;
const CHUNK_BYTES = 1_048_576;

export interface FingerprintPart {
  path: string;
  sizeBytes: number;
  /** Where the header ends. */
  dataOffset: number;
}

/**
 * A stable name for a model's content, cheap enough for every scan: SHA-256 over each part's size, its whole header and 64 blocks
 * of its data, the last one among them. Two different models, another quantisation or a file cut short get different names; a
 * change of a few bytes between the blocks does not, which only a checksum of the whole file can tell. It says
 * by which recipe it was made, so that a better one can live beside it. Reads without waiting: it runs in the inspector's thread,
 * where 64 trips through the pool of workers take longer than what they read.
 */
export function fingerprint(parts: readonly FingerprintPart[]): string {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (const { path, sizeBytes, dataOffset } of parts) {
    hash.update(`${sizeBytes} ${dataOffset}\n`);
    const file = openSync(path, "r");
    try {
      for (let at = 0; at < dataOffset; at += CHUNK_BYTES) {
        const bytesRead = readSync(file, buffer, 0, Math.min(CHUNK_BYTES, dataOffset - at), at);
        hash.update(buffer.subarray(0, bytesRead));
      }
      for (const at of samplePositions(dataOffset, sizeBytes)) {
        const bytesRead = readSync(file, buffer, 0, SAMPLE_BYTES, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      closeSync(file);
    }
  }
  return `s1-${hash.digest("hex")}`;
}

function samplePositions(dataOffset: number, sizeBytes: number): number[] {
  const room = Math.max(0, sizeBytes - dataOffset - SAMPLE_BYTES);
  const positions = Array.from(
    { length: SAMPLES },
    (_, index) => dataOffset + Math.floor((room * index) / (SAMPLES - 1)),
  );
  return [...new Set(positions)];
}
