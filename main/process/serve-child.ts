import { flushCompileCache } from "node:module";
import { mapEventIterator } from "@orpc/client";
import type { AnyRouter } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { parentPort } from "./port.ts";
import { lowerPriority, type LoweredPriority } from "./priority.ts";
import { toWire } from "./wire.ts";

export interface ServeChild {
  /** As its last words say it. */
  kind: string;
  priority: LoweredPriority;
  router: () => AnyRouter;
  /** The app is gone: the child has to end. */
  onAlone: () => void;
}

/** What a child's entry file does: serves its procedures over the pipe to the app. */
export function serveChild({ kind, priority, router, onAlone }: ServeChild): void {
  const port = parentPort();
  if (!port) {
    process.stderr.write(`The ${kind} is started by Cloister, not by hand.\n`);
    process.exit(2);
  }
  lowerPriority(priority);
  // Of all that was imported until now; it may be killed later. Does nothing where none is kept (environment.ts).
  flushCompileCache();
  port.on("close", onAlone);

  const handler = new RPCHandler(router(), {
    clientInterceptors: [
      async ({ next }) => {
        try {
          const output: unknown = await next();
          if (!isAsyncIterator(output)) return output;
          return mapEventIterator(output, {
            value: (value) => Promise.resolve(value),
            error: (error) => Promise.resolve(toWire(error)),
          });
        } catch (error) {
          throw toWire(error);
        }
      },
    ],
  });
  handler.upgrade(port as never);
}

function isAsyncIterator(value: unknown): value is AsyncIteratorObject<unknown, unknown, void> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
