/** One publisher, many readers, each with its own capped queue: oRPC's transports know no back pressure, so we stop at a cap. */
export interface Channel<T> {
  publish(event: T): void;
  /**
   * Events published from the call on (not from the first `next`), until `signal` aborts or the channel closes.
   * A reader that falls `capacity` events behind is ended; it subscribes again and begins with a new snapshot.
   */
  subscribe(signal?: AbortSignal): AsyncIterableIterator<T>;
  close(): void;
}

const CAPACITY = 10_000;

export function createChannel<T>(capacity = CAPACITY): Channel<T> {
  const readers = new Set<Reader<T>>();
  let closed = false;
  return {
    publish(event) {
      for (const reader of readers) if (!reader.push(event)) readers.delete(reader);
    },
    subscribe(signal) {
      const reader = new Reader<T>(capacity, () => readers.delete(reader));
      if (closed || signal?.aborted) reader.end();
      else readers.add(reader);
      signal?.addEventListener("abort", () => reader.end(), { once: true });
      return reader;
    },
    close() {
      closed = true;
      for (const reader of readers) reader.end();
    },
  };
}

class Reader<T> implements AsyncIterableIterator<T> {
  readonly #queue: T[] = [];
  readonly #capacity: number;
  readonly #leave: () => void;
  #wake: (() => void) | undefined;
  #ended = false;

  constructor(capacity: number, leave: () => void) {
    this.#capacity = capacity;
    this.#leave = leave;
  }

  /** False when the reader is too far behind and was ended. */
  push(event: T): boolean {
    if (this.#ended) return false;
    if (this.#queue.length >= this.#capacity) {
      this.end();
      return false;
    }
    this.#queue.push(event);
    this.#wake?.();
    return true;
  }

  end(): void {
    this.#ended = true;
    this.#leave();
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (this.#queue.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    // What was published before the end is still delivered.
    const event = this.#queue.shift();
    return event === undefined ? { value: undefined, done: true } : { value: event, done: false };
  }

  return(): Promise<IteratorResult<T>> {
    this.end();
    this.#queue.length = 0;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
