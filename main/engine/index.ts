import { flushCompileCache } from "node:module";
import { RPCHandler } from "@orpc/server/message-port";
import { mapEventIterator } from "@orpc/client";
import { parentPort } from "#main/process/port.ts";
import { lowerPriority } from "./priority.ts";
import { engineRouter, toWire } from "./serve.ts";

/** The engine child: one model, served over the pipe to the app. It ends when the app is gone. */
const port = parentPort();
if (!port) {
  process.stderr.write("The engine is started by Cloister, not by hand.\n");
  process.exit(2);
}

lowerPriority();
// Of all that was imported until now; it may be killed later. Does nothing where none is kept (environment.ts).
flushCompileCache();
port.on("close", () => process.exit(0));

const handler = new RPCHandler(
  engineRouter(() => setTimeout(() => process.exit(0), 50)),
  {
    clientInterceptors: [
      async ({ next }) => {
        try {
          const output = await next();
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
  },
);
handler.upgrade(port as never);

function isAsyncIterator(value: unknown): value is AsyncIteratorObject<unknown, unknown, void> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
