import type { Child, ChildExit, ChildHost, ChildKind, ChildPort } from "./child-host.ts";
import { childEnvironment } from "./environment.ts";

/** A child under watch. Whatever is asked of it goes through `guard`, so that nobody waits for one that has died. */
export interface Supervised {
  readonly pid: number | undefined;
  readonly port: ChildPort;
  readonly exit: Promise<ChildExit>;
  /** The exit, once it has happened. */
  readonly ended: ChildExit | null;
  /** The same promise, but rejecting with what `crashed` makes of the exit if the child ends first. */
  guard<T>(pending: Promise<T>): Promise<T>;
  kill(): void;
  /** Resolves when the child is gone, by itself within `timeoutMs` or killed. */
  endWithin(timeoutMs: number): Promise<ChildExit>;
}

/** Starts a child in its own environment and watches over it. `crashed` words what callers see when it ends under them. */
export function supervise(host: ChildHost, kind: ChildKind, crashed: (exit: ChildExit) => Error): Supervised {
  const child: Child = host.start(kind, childEnvironment(kind));
  const waiting = new Set<(exit: ChildExit) => void>();
  let ended: ChildExit | null = null;
  const exit = child.exit.then((exit) => {
    ended = exit;
    for (const reject of waiting) reject(exit);
    waiting.clear();
    return exit;
  });

  return {
    pid: child.pid,
    // Without its "close": what is pending when the pipe breaks waits for the exit, which says why.
    port: {
      postMessage: (data) => child.port.postMessage(data),
      on(event: "message" | "close", listener: ((event: { data: unknown }) => void) | (() => void)) {
        if (event === "message") child.port.on("message", listener as (event: { data: unknown }) => void);
      },
    },
    exit,
    get ended() {
      return ended;
    },
    guard(pending) {
      if (ended) return Promise.reject(crashed(ended));
      return new Promise((resolve, reject) => {
        const onExit = (exit: ChildExit) => reject(crashed(exit));
        waiting.add(onExit);
        void pending.then(resolve, reject).finally(() => waiting.delete(onExit));
      });
    },
    kill: () => child.kill(),
    async endWithin(timeoutMs) {
      const timer = setTimeout(() => child.kill(), timeoutMs);
      try {
        return await exit;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
