import { create } from "zustand";
import { ConnectionLost, SessionRefused } from "./fault.ts";
import type { OpenWire, Wire } from "./wire.ts";

export type ConnectionState = "connecting" | "open" | "lost" | "refused";

/** For the line that says so: `lost` until the app process answers again; `refused` when it does, but was started again meanwhile. */
export const useConnection = create<{ state: ConnectionState }>(() => ({ state: "connecting" }));

/** Whether nothing that is asked for now can be done. */
export function useIsLost(): boolean {
  return useConnection(({ state }) => state === "lost" || state === "refused");
}

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
      let isRefused = false;
      try {
        const wire = await open();
        failures = 0;
        current = wire;
        useConnection.setState({ state: "open" });
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake(wire);
        await wire.closed;
      } catch (error) {
        failures += 1;
        isRefused = error instanceof SessionRefused;
      }
      current = null;
      // Tried on all the same: the new address, opened in this browser, lets this page in again.
      useConnection.setState({ state: isRefused ? "refused" : "lost" });
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
