import { createRequests, type Requests } from "#main/privacy/request.ts";
import type { Allowance, Network } from "#main/privacy/service.ts";
import { gateOf } from "./gate-of.ts";

/** Looking around at the hub: on by the user's word, off by it, and off by itself when nobody asks anything. */
export interface Browsing extends Disposable {
  readonly isOn: boolean;
  allow(): void;
  disallow(): void;
  /** For one question. Throws NETWORK_OFF, and has it listed that something asked. */
  requests(): Requests;
}

const OFF_AFTER_MS = 600_000;

export function createBrowsing(options: {
  network: Network;
  host(): string;
  /** The user said once that it may always be. */
  isAlways(): boolean;
  onChange(): void;
  offAfterMs?: number;
}): Browsing {
  const { network, host, isAlways, onChange, offAfterMs = OFF_AFTER_MS } = options;
  let on: { allowance: Allowance; requests: Requests } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const PURPOSE = "Looking for models";

  function allow(): void {
    clearTimeout(timer);
    timer = setTimeout(disallow, offAfterMs);
    timer.unref();
    if (on !== null) return;
    const allowance = network.allow({ kind: "hub", host: host(), purpose: PURPOSE });
    on = { allowance, requests: createRequests(gateOf(allowance)) };
    onChange();
  }

  function disallow(): void {
    clearTimeout(timer);
    on?.requests.close();
    on?.allowance[Symbol.dispose]();
    const wasOn = on !== null;
    on = null;
    if (wasOn) onChange();
  }

  return {
    get isOn() {
      return on !== null;
    },
    allow,
    disallow,
    requests() {
      if (on === null && !isAlways()) {
        // Listed, and thrown.
        network.open({ host: host(), purpose: PURPOSE }).close();
      }
      allow();
      if (on === null) throw new Error("looking around was not allowed");
      return on.requests;
    },
    [Symbol.dispose]: disallow,
  };
}
