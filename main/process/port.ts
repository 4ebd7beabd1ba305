import type { ChildPort } from "./child-host.ts";

/** What `child_process` gives on either side: messages come as they were sent, not wrapped in an event. */
export interface NodeEndpoint {
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "disconnect", listener: () => void): unknown;
}

/** What Electron gives: `utilityProcess` on the app's side (plain messages), `process.parentPort` on the child's (events). */
export interface ElectronEndpoint {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

/** A `ChildProcess` forked with a channel, or `process` inside of it. */
export function nodePort(endpoint: NodeEndpoint): ChildPort {
  return {
    postMessage(data) {
      // Sending into a channel whose other end has gone is no error of ours: whoever waits learns it from the exit.
      try {
        endpoint.send?.(data, () => undefined);
      } catch {
        return;
      }
    },
    on(event: "message" | "close", listener: ((event: { data: unknown }) => void) | (() => void)) {
      if (event === "close") endpoint.on("disconnect", listener as () => void);
      else endpoint.on("message", (data) => (listener as (event: { data: unknown }) => void)({ data }));
    },
  };
}

/** The app's side of a utility process. `onExit` registers a listener for its end: it has no close event of its own. */
export function utilityProcessPort(endpoint: ElectronEndpoint, onExit: (listener: () => void) => void): ChildPort {
  return {
    postMessage: (data) => endpoint.postMessage(data),
    on(event: "message" | "close", listener: ((event: { data: unknown }) => void) | (() => void)) {
      if (event === "close") onExit(listener as () => void);
      else endpoint.on("message", (data) => (listener as (event: { data: unknown }) => void)({ data }));
    },
  };
}

/** The child's side, wherever it was started; null when this process is nobody's child. */
export function parentPort(): ChildPort | null {
  const electron = (process as { parentPort?: ElectronEndpoint }).parentPort;
  if (electron) {
    return {
      postMessage: (data) => electron.postMessage(data),
      on(event: "message" | "close", listener: ((event: { data: unknown }) => void) | (() => void)) {
        // Electron ends the child with its parent: there is no closing to hear of.
        if (event === "message") electron.on("message", listener as (message: unknown) => void);
      },
    };
  }
  return process.send ? nodePort(process as NodeEndpoint) : null;
}
