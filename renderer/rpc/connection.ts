import { create } from "zustand";
import { ConnectionLost } from "./fault.ts";
import type { OpenWire, Wire } from "./wire.ts";

export type ConnectionState = "connecting" | "open" | "lost";

/** For the line that says so: `lost` until the app process answers again. */
export const useConnection = create<{ state: ConnectionState }>(() => ({ state: "connecting" }));

/** How long a call waits for a lost connection before it fails. */
const CALL_WAITS_MS = 15_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

export interface Connection {
  /** The wire that is open now; waits for one while there is none. Rejects with ConnectionLost after 15 s. */
  wire(): Promise<Wire>;
  /** Resolves at the next moment with an open wire, however long it takes, or when `signal` aborts. */
  ready(signal: AbortSignal): Promise<void>;
}

/** Keeps one wire open for as long as the page lives: it opens another, later and later, whenever one closes. */
export function keepConnected(open: OpenWire): Connection {
  let current: Wire | null = null;
  let waiting: ((wire: Wire) => void)[] = [];

  async function keep(): Promise<never> {
    for (let failures = 0; ;) {
      try {
        const wire = await open();
        failures = 0;
        current = wire;
        useConnection.setState({ state: "open" });
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake(wire);
        await wire.closed;
      } catch {
        failures += 1;
      }
      current = null;
      useConnection.setState({ state: "lost" });
      await wait(backOff(failures));
    }
  }
  void keep();

  return {
    wire() {
      if (current !== null) return Promise.resolve(current);
      return new Promise((resolve, reject) => {
        const give = (wire: Wire) => {
          clearTimeout(timer);
          resolve(wire);
        };
        const timer = setTimeout(() => {
          waiting = waiting.filter((other) => other !== give);
          reject(new ConnectionLost("The app process cannot be reached."));
        }, CALL_WAITS_MS);
        waiting.push(give);
      });
    },
    ready(signal) {
      if (current !== null || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(() => resolve());
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    },
  };
}

/** Milliseconds before the next try after so many failures in a row. */
export function backOff(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
