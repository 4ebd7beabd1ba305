import type { Log } from "#main/lib/log.ts";
import { createChannel } from "#main/lib/channel.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { Connection, NetworkReason } from "./contract.ts";
import { createConnectionsStore } from "./store.ts";

/** Where a connection goes and what for, as the user reads it: "pypi.org", "the sample model". */
export interface Destination {
  readonly host: string;
  readonly purpose: string;
}

/** A connection that was let through. It counts as open until it is closed. */
export interface Outbound extends Disposable {
  countSent(bytes: number): void;
  countReceived(bytes: number): void;
  close(): void;
}

/** Something that takes several connections: it is on until it is disposed. */
export interface Allowance extends Disposable {
  /** Counted and listed under the host that is really reached: storage that the first one points to, for instance. */
  open(host: string): Outbound;
}

export interface Reason extends Destination {
  /** What the sign says; `purpose` is what the list says. */
  readonly kind: NetworkReason["kind"];
}

export interface NetworkState {
  readonly startedAt: number;
  /** What the network is on for, the newest last. */
  readonly reasons: readonly NetworkReason[];
  /** `on` while anything is allowed or open. */
  readonly network: "off" | "on";
  readonly tried: number;
  readonly made: number;
  /** Since start, newest first. */
  readonly connections: readonly Connection[];
}

/**
 * The network policy. Nothing in Cloister reaches another computer without asking here first; what asks is counted and listed,
 * let through or not. Off, but for what was allowed by name.
 */
export interface Network {
  /** Throws NETWORK_OFF. */
  open(to: Destination): Outbound;
  /** The user agreed to this, once: one `open` is let through, then the network is off again. Disposed unused, it lapses. */
  allowOnce(to: Destination): Disposable;
  /** The user agreed to this, for as long as it takes. */
  allow(reason: Reason): Allowance;
  state(): NetworkState;
  /** Tells of every change, without contents: ask for `state()`. */
  changes(signal?: AbortSignal): AsyncIterableIterator<true>;
}

/** Connections of this run that are listed; the counts go on. */
const LISTED = 1_000;
const SHOWN_EVERY_MS = 250;

export function createNetwork({ store, log }: { store: Store; log: Log }): Network {
  const saved = createConnectionsStore(store);
  const channel = createChannel<true>();
  const startedAt = Date.now();
  const allowed = new Set<Destination>();
  const reasons = new Set<NetworkReason>();
  const listed: Connection[] = [];
  let openNow = 0;
  let tried = 0;
  let made = 0;
  let shownAt = 0;

  /** A list that cannot be written must neither let a connection out unseen nor stop one: it is in memory either way. */
  function saving<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      log.warn({ err: error }, "A connection could not be noted on disk");
      return null;
    }
  }

  function note(connection: Connection): number | null {
    tried += 1;
    if (connection.allowed) made += 1;
    listed.unshift(connection);
    listed.length = Math.min(listed.length, LISTED);
    return saving(() => saved.add(connection));
  }

  function takeAllowance(to: Destination): boolean {
    for (const one of allowed) {
      if (one.host === to.host && one.purpose === to.purpose) return allowed.delete(one);
    }
    return false;
  }

  function connect(to: Destination, isAllowed: boolean): Outbound {
    const connection: Connection = {
      at: Date.now(),
      host: to.host,
      purpose: to.purpose,
      allowed: isAllowed,
      sentBytes: 0,
      receivedBytes: 0,
    };
    const key = note(connection);
    if (isAllowed) openNow += 1;
    channel.publish(true);
    if (!isAllowed) {
      const message = `${to.purpose} needs the network (${to.host}), which is off. Allow it first.`;
      throw new AppError("NETWORK_OFF", message, { host: to.host, purpose: to.purpose });
    }

    let closed = false;
    const count = (field: "sentBytes" | "receivedBytes", bytes: number) => {
      if (closed) return;
      connection[field] += bytes;
      if (performance.now() - shownAt < SHOWN_EVERY_MS) return;
      shownAt = performance.now();
      channel.publish(true);
    };
    const close = () => {
      if (closed) return;
      closed = true;
      openNow -= 1;
      if (key !== null) saving(() => saved.setBytes(key, connection.sentBytes, connection.receivedBytes));
      channel.publish(true);
    };
    return {
      countSent: (bytes) => count("sentBytes", bytes),
      countReceived: (bytes) => count("receivedBytes", bytes),
      close,
      [Symbol.dispose]: close,
    };
  }

  return {
    open: (to) => connect(to, takeAllowance(to)),

    allowOnce({ host, purpose }) {
      const one = { host, purpose };
      allowed.add(one);
      channel.publish(true);
      return {
        [Symbol.dispose]() {
          if (allowed.delete(one)) channel.publish(true);
        },
      };
    },

    allow({ kind, host, purpose }) {
      const reason: NetworkReason = { kind, host };
      reasons.add(reason);
      channel.publish(true);
      return {
        open: (reached) => connect({ host: reached, purpose }, reasons.has(reason)),
        [Symbol.dispose]() {
          if (reasons.delete(reason)) channel.publish(true);
        },
      };
    },

    state: () => ({
      startedAt,
      reasons: [...reasons],
      network: allowed.size > 0 || reasons.size > 0 || openNow > 0 ? "on" : "off",
      tried,
      made,
      connections: listed.map((connection) => ({ ...connection })),
    }),

    changes: (signal) => channel.subscribe(signal),
  };
}
