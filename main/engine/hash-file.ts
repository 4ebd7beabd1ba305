import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { setImmediate as nextCycle } from "node:timers/promises";

const CHUNK_BYTES = 4 << 20;

/**
 * SHA-256 of a file, in hex. Read on this thread and not through libuv, whose one worker decodes (see environment.ts); between chunks
 * others get their turn.
 */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(path, "r");
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, CHUNK_BYTES, null);
      if (length === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, length));
      await nextCycle();
    }
  } finally {
    closeSync(file);
  }
}
