import type { Counts, Gate } from "#main/privacy/request.ts";
import { AppError, type ErrorShape } from "#main/rpc/errors.ts";

/** A thread asks the app process before each connection, and tells it what went over. */
export type GateRequest =
  | { kind: "open"; id: number; host: string }
  | { kind: "count"; id: number; sent: number; received: number }
  | { kind: "close"; id: number };
export type GateReply = { kind: "opened"; id: number } | { kind: "refused"; id: number; error: ErrorShape };

export interface AskingGate extends Gate {
  answered(reply: GateReply): void;
}

export function askingGate(send: (request: GateRequest) => void): AskingGate {
  const waiting = new Map<number, PromiseWithResolvers<Counts>>();
  let lastId = 0;
  return {
    open(host) {
      const id = ++lastId;
      const asked = Promise.withResolvers<Counts>();
      waiting.set(id, asked);
      send({ kind: "open", id, host });
      return asked.promise;
    },
    answered(reply) {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.kind === "refused") {
        const { code, message, data } = reply.error;
        asked?.reject(new AppError(code, message, data));
        return;
      }
      const { id } = reply;
      asked?.resolve({
        sent: (bytes) => send({ kind: "count", id, sent: bytes, received: 0 }),
        received: (bytes) => send({ kind: "count", id, sent: 0, received: bytes }),
        close: () => send({ kind: "close", id }),
      });
    },
  };
}
