import { basename } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { ChildExit, ChildHost } from "#main/process/child-host.ts";
import { type Supervised, supervise } from "#main/process/supervisor.ts";
import { fromWire } from "#main/process/wire.ts";
import { AppError, type ErrorCode } from "#main/rpc/errors.ts";
import type { ParserClient } from "./client.ts";
import type { parserContract } from "./contract.ts";

export interface StartParser {
  readonly childHost: ChildHost;
  /** Of a child that ended by itself, for the log. */
  readonly onCrash: (exit: ChildExit) => void;
  /** For tests. */
  readonly pageLimitMs?: number;
  readonly fileLimitMs?: number;
}

type ParserRpc = ContractRouterClient<typeof parserContract>;

/** Codes that a parser sends, other than those of the transport. */
const SENT: readonly ErrorCode[] = ["DOCUMENT_UNREADABLE", "DOCUMENT_LOCKED", "NOT_FOUND"];
/** The next page of a file; recognising one from its picture takes ten seconds on a small computer. */
const PAGE_LIMIT_MS = 120_000;
/** How often a file is begun whose reader was killed. */
const ATTEMPTS = 2;
/** Reading a file to its end, for its checksum: two gigabytes from a slow stick. */
const FILE_LIMIT_MS = 600_000;

/** A parser whose child is started with the first file, and again after one has ended it. */
export function startParser(options: StartParser): ParserClient {
  const { childHost, onCrash, pageLimitMs = PAGE_LIMIT_MS, fileLimitMs = FILE_LIMIT_MS } = options;
  let running: { child: Supervised; rpc: ParserRpc } | null = null;
  let isUnwanted = false;
  /** Ended by us, as it held a file up or nobody wants to know any more. */
  const forgotten = new WeakSet<Supervised>();

  function child(): { child: Supervised; rpc: ParserRpc } {
    if (running !== null && running.child.ended === null) return running;
    const started: Supervised = supervise(childHost, "parser", (exit) => {
      if (isUnwanted || forgotten.has(started)) return cancelled();
      onCrash(exit);
      return new ParserEnded(exit);
    });
    const rpc: ParserRpc = createORPCClient(new RPCLink({ port: started.port as never }));
    return (running = { child: started, rpc });
  }

  /** The next file gets another. */
  function forget(child: Supervised): void {
    forgotten.add(child);
    child.kill();
    if (running?.child === child) running = null;
  }

  /** Aborting ends the child: what it does cannot be stopped otherwise. */
  async function ask<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled();
    const end = (): void => {
      if (running !== null) forget(running.child);
    };
    signal.addEventListener("abort", end, { once: true });
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw fromWire(error, SENT);
    } finally {
      signal.removeEventListener("abort", end);
    }
  }

  return {
    async identify(path, signal) {
      const name = basename(path);
      for (let attempt = 1; ; attempt += 1) {
        const { child: process, rpc } = child();
        try {
          return await ask(signal, () => within(process.guard(rpc.identify({ path })), fileLimitMs));
        } catch (error) {
          if (wasKilled(error) && attempt < ATTEMPTS) continue;
          if (error instanceof ParserEnded) throw endedAt(name, 1, error);
          if (!(error instanceof PageTooLong)) throw error;
          forget(process);
          throw unreadableAs(name, "its disk does not answer");
        }
      }
    },

    async *parse(input, signal) {
      const { name } = input;
      let page = input.fromPage;
      for (let attempt = 1; ; attempt += 1) {
        const { child: process, rpc } = child();
        try {
          await ask(signal, () => process.guard(rpc.begin({ ...input, fromPage: page })));
          for (;;) {
            const next = () => within(process.guard(rpc.next()), pageLimitMs);
            for (const event of await ask(signal, next)) {
              if (event.type === "done") return;
              if (event.type === "page") page = event.page.number + 1;
              yield event;
            }
          }
        } catch (error) {
          // On from the page that it had come to: it is not the file's doing.
          if (wasKilled(error) && attempt < ATTEMPTS) continue;
          if (error instanceof ParserEnded) throw endedAt(name, page, error);
          if (error instanceof PageTooLong) {
            // It is still at work on the page, and would be on the next file's account.
            forget(process);
            throw tooLong(name, page);
          }
          throw error;
        }
      }
    },

    async draw(input, signal) {
      const { child: process, rpc } = child();
      const { name, page } = input;
      try {
        return await ask(signal, () => within(process.guard(rpc.draw(input)), pageLimitMs));
      } catch (error) {
        if (error instanceof ParserEnded) throw endedAt(name, page, error);
        if (!(error instanceof PageTooLong)) throw error;
        forget(process);
        throw tooLong(name, page);
      }
    },

    [Symbol.dispose]() {
      isUnwanted = true;
      running?.child.kill();
    },
  };
}

/** The child has ended under a file. */
class ParserEnded extends Error {
  override readonly name = "ParserEnded";
  readonly exit: ChildExit;
  constructor(exit: ChildExit) {
    super(`The parser has ended (${exit.signal ?? String(exit.code)}): ${exit.lastWords.slice(-500)}`);
    this.exit = exit;
  }
}

/** From outside, as the system does where memory is short: what a file does to its reader ends with another signal, or a code. */
function wasKilled(error: unknown): boolean {
  return error instanceof ParserEnded && error.exit.signal === "SIGKILL" && !/memory/i.test(error.exit.lastWords);
}

function endedAt(name: string, page: number, { exit }: ParserEnded): AppError<"DOCUMENT_UNREADABLE"> {
  const isMemory = /memory/i.test(exit.lastWords);
  const problem = isMemory
    ? `it takes too much memory from page ${String(page)} on`
    : `reading it ends the reader at page ${String(page)}`;
  return unreadableAs(name, problem);
}

function tooLong(name: string, page: number): AppError<"DOCUMENT_UNREADABLE"> {
  return unreadableAs(name, `page ${String(page)} takes too long`);
}

function unreadableAs(name: string, problem: string): AppError<"DOCUMENT_UNREADABLE"> {
  return new AppError("DOCUMENT_UNREADABLE", `${name} cannot be read: ${problem}.`, { document: name, problem });
}

function cancelled(): AppError<"CANCELLED"> {
  return new AppError("CANCELLED", "Cancelled.", {});
}

class PageTooLong extends Error {
  override readonly name = "PageTooLong";
}

async function within<T>(pending: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PageTooLong()), limitMs);
  });
  try {
    return await Promise.race([pending, limit]);
  } finally {
    clearTimeout(timer);
  }
}
