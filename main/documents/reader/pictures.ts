import type { DrawInput, DrawnPicture, ParserClient } from "#main/parser/client.ts";
import { AppError } from "#main/rpc/errors.ts";

/** Pictures of pages: one is drawn at a time, in the order in which they are asked for; who scrolls on takes back what is out of sight. */
export interface Pictures extends Disposable {
  /** `version`: of the file; a picture of another one is not taken for it. Throws what the parser says, and CANCELLED: nobody waits for it any more, or too many were asked for since. */
  draw(input: DrawInput, version: string, signal: AbortSignal): Promise<DrawnPicture>;
}

interface Asked {
  readonly input: DrawInput;
  readonly key: string;
  resolve(picture: DrawnPicture): void;
  reject(error: unknown): void;
}

/** Kept in memory alone: a page that is scrolled back to is there at once, and nothing of a document lies about on the disk. */
const KEPT_LETTERS = 48e6;
/** Who scrolls through a long document wants the pages at its end. */
const MOST_WAITING = 12;
/** The process that draws ends when nobody has turned a page for so long. */
const IDLE_MS = 60_000;

export function createPictures(openParser: () => ParserClient): Pictures {
  const waiting: Asked[] = [];
  /** The least recently used first. */
  const kept = new Map<string, DrawnPicture>();
  const ended = new AbortController();
  let parser: ParserClient | null = null;
  let isDrawing = false;
  let idle: NodeJS.Timeout | undefined;

  function keep(key: string, picture: DrawnPicture): void {
    kept.delete(key);
    kept.set(key, picture);
    let letters = [...kept.values()].reduce((sum, { webp }) => sum + webp.length, 0);
    for (const [old, { webp }] of kept) {
      if (letters <= KEPT_LETTERS || old === key) return;
      kept.delete(old);
      letters -= webp.length;
    }
  }

  async function work(): Promise<void> {
    if (isDrawing) return;
    isDrawing = true;
    clearTimeout(idle);
    for (let asked = waiting.shift(); asked !== undefined; asked = waiting.shift()) {
      try {
        parser ??= openParser();
        const picture = kept.get(asked.key) ?? (await parser.draw(asked.input, ended.signal));
        keep(asked.key, picture);
        asked.resolve(picture);
      } catch (error) {
        asked.reject(error);
      }
    }
    isDrawing = false;
    idle = setTimeout(rest, IDLE_MS).unref();
  }

  function rest(): void {
    parser?.[Symbol.dispose]();
    parser = null;
    kept.clear();
  }

  return {
    draw(input, version, signal) {
      const key = JSON.stringify([input, version]);
      const known = kept.get(key);
      if (known !== undefined) {
        keep(key, known);
        return Promise.resolve(known);
      }
      return new Promise((resolve, reject) => {
        const asked = { input, key, resolve, reject };
        const forget = (): void => {
          const at = waiting.indexOf(asked);
          if (at >= 0) waiting.splice(at, 1);
          reject(cancelled());
        };
        if (signal.aborted) return reject(cancelled());
        signal.addEventListener("abort", forget, { once: true });
        waiting.push(asked);
        if (waiting.length > MOST_WAITING) waiting.shift()?.reject(cancelled());
        void work();
      });
    },
    [Symbol.dispose]() {
      ended.abort();
      clearTimeout(idle);
      for (const { reject } of waiting.splice(0)) reject(cancelled());
      rest();
    },
  };
}

function cancelled(): AppError<"CANCELLED"> {
  return new AppError("CANCELLED", "Cancelled.", {});
}
