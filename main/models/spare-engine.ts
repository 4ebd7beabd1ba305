import { type PreparedEngine, prepareEngine } from "#main/engine/start.ts";
import type { Log } from "#main/lib/log.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import type { LoadOptions } from "./contract.ts";

/** An engine child that waits with the library loaded for whatever model comes next: that is half of the way to a first word. */
export interface SpareEngine {
  /** Somebody may load a model soon. It is started a little later, when nothing else works. */
  expect(backend: LoadOptions["backend"]): void;
  /** The child, which is the caller's from now on; null when there is none for this backend. */
  take(backend: LoadOptions["backend"]): PreparedEngine | null;
  dispose(): void;
}

export interface SpareEngineOptions {
  childHost: ChildHost;
  /** An answer is written or a model loaded: starting a child would slow it down. */
  isBusy(): boolean;
  freeBytes(): number;
  log: Log;
}

const AFTER_MS = 1_500;
/** Its hundred megabytes are given back when nothing was loaded for so long. */
const KEPT_MS = 15 * 60_000;
/** With less memory to spare, nothing is kept for later. */
const LEAST_FREE_BYTES = 2e9;

export function createSpareEngine({ childHost, isBusy, freeBytes, log }: SpareEngineOptions): SpareEngine {
  let spare: PreparedEngine | null = null;
  let wanted: LoadOptions["backend"] = "auto";
  let timer: NodeJS.Timeout | undefined;
  let ending: NodeJS.Timeout | undefined;

  function start(): void {
    timer = undefined;
    if (isBusy()) return later();
    if (freeBytes() < LEAST_FREE_BYTES) return;
    if (spare?.isAlive === true && spare.backend === wanted) return keepAwhile();
    spare?.kill();
    const started = (spare = prepareEngine(childHost, wanted));
    started.ready.catch((error: unknown) => {
      if (spare === started) spare = null;
      log.debug({ err: error, backend: started.backend }, "No engine could be prepared");
    });
    keepAwhile();
  }

  function later(): void {
    timer ??= setTimeout(start, AFTER_MS);
    timer.unref();
  }

  function keepAwhile(): void {
    clearTimeout(ending);
    ending = setTimeout(letGo, KEPT_MS);
    ending.unref();
  }

  function letGo(): void {
    spare?.kill();
    spare = null;
  }

  return {
    expect(backend) {
      wanted = backend;
      later();
    },
    take(backend) {
      if (spare?.isAlive !== true || spare.backend !== backend) return null;
      const taken = spare;
      spare = null;
      clearTimeout(ending);
      return taken;
    },
    dispose() {
      clearTimeout(timer);
      clearTimeout(ending);
      letGo();
    },
  };
}
