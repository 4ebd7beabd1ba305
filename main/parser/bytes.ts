import { open } from "node:fs/promises";

/** The bytes of a file, or of an attachment that lies in memory: readers do not know which. */
export interface Bytes {
  readonly size: number;
  /** From `begin` to before `end`; shorter where the file ends earlier. Throws what the disk says. */
  read(begin: number, end: number): Promise<Buffer>;
}

export interface OpenBytes extends Bytes, AsyncDisposable {}

/** Throws what the disk says. */
export async function openFile(path: string): Promise<OpenBytes> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    return {
      size,
      async read(begin, end) {
        const wanted = Buffer.alloc(Math.max(0, Math.min(end, size) - begin));
        let filled = 0;
        while (filled < wanted.length) {
          const { bytesRead } = await file.read(wanted, filled, wanted.length - filled, begin + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return wanted.subarray(0, filled);
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

export function bytesOf(content: Uint8Array): Bytes {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return { size: buffer.length, read: (begin, end) => Promise.resolve(buffer.subarray(begin, end)) };
}

const CHUNK_BYTES = 1 << 18;

/** One piece after another, each when it is asked for. */
export async function* chunksOf(bytes: Bytes, begin = 0, end = bytes.size): AsyncGenerator<Buffer> {
  for (let at = begin; at < end; at += CHUNK_BYTES) yield await bytes.read(at, Math.min(end, at + CHUNK_BYTES));
}
