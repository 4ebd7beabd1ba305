/**
 * Starting a child is the one thing that Electron and Node do differently (`utilityProcess.fork`, `child_process.fork`).
 * Everything else about children is in supervisor.ts and does not know which of the two it runs in.
 */

/** Either side's end of the pipe, in the shape that oRPC's message-port adapter takes. */
export interface ChildPort {
  postMessage(data: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  on(event: "close", listener: () => void): void;
}

export interface ChildExit {
  code: number | null;
  signal: string | null;
  /** The end of what the child wrote to stderr, for the log; at most 4,000 characters. */
  lastWords: string;
}

export interface Child {
  readonly pid: number | undefined;
  readonly port: ChildPort;
  /** Resolves once, however the child ended. */
  readonly exit: Promise<ChildExit>;
  /** SIGKILL or its like; safe to call twice. */
  kill(): void;
}

export type ChildKind = "engine" | "trainer" | "hasher" | "parser";

export interface ChildHost {
  /** `env` is the whole environment of the child, nothing is inherited (see environment.ts). */
  start(kind: ChildKind, env: Record<string, string>): Child;
}
