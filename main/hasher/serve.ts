import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { implement } from "@orpc/server";
import { createStream } from "#main/process/stream.ts";
import { AppError } from "#main/rpc/errors.ts";
import { type HashEvent, hasherContract } from "./contract.ts";

const CHUNK_BYTES = 4 * 2 ** 20;
const TOLD_EVERY_MS = 200;

export function hasherRouter() {
  const os = implement(hasherContract);
  return os.router({
    hash: os.hash.handler(({ input }) =>
      createStream<HashEvent>(async (emit) => {
        let bytes = 0;
        let toldAt = performance.now();
        const onBytes = (count: number): void => {
          bytes += count;
          if (performance.now() - toldAt < TOLD_EVERY_MS) return;
          toldAt = performance.now();
          emit({ type: "progress", bytes });
        };
        const sha256: string[] = [];
        for (const path of input.paths) sha256.push(await hashFile(path, onBytes));
        emit({ type: "done", sha256 });
      }),
    ),
  });
}

async function hashFile(path: string, onBytes: (count: number) => void): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = await open(path, "r").catch((error: unknown) => {
    throw new AppError("NOT_FOUND", `${path} cannot be read.`, { what: "file" }, { cause: error });
  });
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
      onBytes(bytesRead);
    }
  } finally {
    await file.close();
  }
}
