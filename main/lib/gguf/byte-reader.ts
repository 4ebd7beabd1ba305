import type { FileHandle } from "node:fs/promises";

/** One read from disk; parsing a chunk takes well under a millisecond, so the event loop breathes in between. */
const CHUNK_BYTES = 262_144;

/** What a header got wrong, as a clause ("it is empty"). The caller knows which file. */
export class GgufProblem extends Error {
  override readonly name = "GgufProblem";
}

/**
 * Reads a file forwards through one small buffer. `need` is asynchronous and makes bytes available; the getters behind it
 * are synchronous and only take what `need` promised. Skipped bytes are never read.
 */
export class ByteReader {
  readonly sizeBytes: number;
  readonly #file: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  /** Where in the file the buffer begins, how much of it is filled, and where in it we are. */
  #start = 0;
  #filled = 0;
  #at = 0;

  constructor(file: FileHandle, sizeBytes: number) {
    this.#file = file;
    this.sizeBytes = sizeBytes;
  }

  get position(): number {
    return this.#start + this.#at;
  }

  /** Bytes between here and the end of the file. */
  get left(): number {
    return this.sizeBytes - this.position;
  }

  /** Bytes that can be taken without another `need`. */
  get buffered(): number {
    return this.#filled - this.#at;
  }

  /** Makes `bytes` (at most a chunk) available. `what` is being read, for the message when the file ends before. */
  async need(bytes: number, what: string): Promise<void> {
    if (this.buffered >= bytes) return;
    if (this.left < bytes) throw new GgufProblem(`it ends in the middle of ${what}`);
    this.#buffer.copyWithin(0, this.#at, this.#filled);
    this.#start += this.#at;
    this.#filled -= this.#at;
    this.#at = 0;
    while (this.#filled < bytes) {
      const { bytesRead } = await this.#file.read(
        this.#buffer,
        this.#filled,
        CHUNK_BYTES - this.#filled,
        this.#start + this.#filled,
      );
      // Shorter than it was a moment ago: somebody is writing to it.
      if (bytesRead === 0) throw new GgufProblem(`it ends in the middle of ${what}`);
      this.#filled += bytesRead;
    }
  }

  /** Moves on without reading. Throws when that is past the end. */
  skip(bytes: number, what: string): void {
    if (bytes > this.left) throw new GgufProblem(`it ends in the middle of ${what}`);
    if (bytes <= this.buffered) {
      this.#at += bytes;
      return;
    }
    this.#start = this.position + bytes;
    this.#filled = 0;
    this.#at = 0;
  }

  /** The bytes that come next, and stay next. Only what `need` promised. */
  peek(bytes: number): Buffer {
    return this.#buffer.subarray(this.#at, this.#at + bytes);
  }

  /** A copy of the next bytes. The caller has bounded `bytes`. */
  async bytes(bytes: number, what: string): Promise<Buffer> {
    if (bytes > this.left) throw new GgufProblem(`it ends in the middle of ${what}`);
    const copy = Buffer.allocUnsafe(bytes);
    let done = 0;
    while (done < bytes) {
      await this.need(Math.min(bytes - done, CHUNK_BYTES), what);
      const part = Math.min(bytes - done, this.buffered);
      this.#buffer.copy(copy, done, this.#at, this.#at + part);
      this.#at += part;
      done += part;
    }
    return copy;
  }

  u8(): number {
    return this.#buffer.readUInt8(this.#take(1));
  }
  i8(): number {
    return this.#buffer.readInt8(this.#take(1));
  }
  u16(): number {
    return this.#buffer.readUInt16LE(this.#take(2));
  }
  i16(): number {
    return this.#buffer.readInt16LE(this.#take(2));
  }
  u32(): number {
    return this.#buffer.readUInt32LE(this.#take(4));
  }
  i32(): number {
    return this.#buffer.readInt32LE(this.#take(4));
  }
  f32(): number {
    return this.#buffer.readFloatLE(this.#take(4));
  }
  f64(): number {
    return this.#buffer.readDoubleLE(this.#take(8));
  }
  u64(): bigint {
    return this.#buffer.readBigUInt64LE(this.#take(8));
  }
  i64(): bigint {
    return this.#buffer.readBigInt64LE(this.#take(8));
  }

  /** A u64 that counts bytes or things of this file. Beyond 2^53 it is Infinity, which every bound refuses. */
  count(): number {
    const at = this.#take(8);
    const high = this.#buffer.readUInt32LE(at + 4);
    return high > 0x1f_ffff ? Infinity : high * 0x1_0000_0000 + this.#buffer.readUInt32LE(at);
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}
