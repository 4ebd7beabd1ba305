import { mapEventIterator, ORPCError } from "@orpc/client";
import type { AnyRouter } from "@orpc/server";
import { StandardRPCHandler } from "@orpc/server/standard";
import { createServerPeerHandleRequestFn } from "@orpc/server/standard-peer";
import {
  type DecodedRequestMessage,
  decodeRequestMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
} from "@orpc/standard-server-peer";
import type { Log } from "#main/lib/log.ts";
import { AppError } from "./errors.ts";
import { invalidInput, toPageError, toWire } from "./page-error.ts";

/** One page's connection, over whatever carries it. */
export interface Session {
  /** One frame from the page. */
  receive(frame: string | Uint8Array): void;
  /** Calls of this page that are under way, streams included. */
  readonly pending: number;
  /** The page is gone: its streams end. What it started (answers, jobs) goes on. */
  close(): void;
}

export interface Wire {
  send(frame: string | Uint8Array): void;
  /** The page broke the protocol with a frame that is no message. Called once; nothing more is read from it. */
  refuse(): void;
}

export interface RpcServer {
  open(wire: Wire): Session;
}

/** Streams are long-lived calls: some for each room of a window. A page that asks for more than this is out of control. */
const CALLS_AT_ONCE = 512;

/**
 * Serves one router to any number of pages. oRPC's own transport adapters are not used because they drop what cannot be parsed (a
 * page would wait for ever), and over a message port leave the rejection unhandled, which ends the app.
 */
export function createRpcServer({ router, log }: { router: AnyRouter; log: Log }): RpcServer {
  const handler = new StandardRPCHandler(router, {
    // Around the whole request: what is thrown here and was not worded below could not be decoded.
    interceptors: [
      async ({ next, request }) => {
        try {
          const result = await next();
          if (result.matched) return result;
        } catch (error) {
          if (error instanceof ORPCError && error.code !== "BAD_REQUEST") throw error;
          throw toWire(invalidInput("the message is malformed"));
        }
        throw toWire(invalidInput(`nothing is called ${request.url.pathname.slice(0, 80)}`));
      },
    ],
    // Around the procedure: its input is parsed inside.
    clientInterceptors: [
      async ({ next, path, input, procedure, signal }) => {
        const word = (error: unknown) => (signal?.aborted ? aborted() : toPageError(error, path, log));
        try {
          if (!procedure["~orpc"].inputSchema && !isNothing(input)) throw invalidInput("this call takes no input");
          const output = await next();
          if (!isAsyncIterator(output)) return output;
          return mapEventIterator(output, {
            value: (value) => Promise.resolve(value),
            error: (error) => Promise.resolve(word(error)),
          });
        } catch (error) {
          throw word(error);
        }
      },
    ],
  });
  const handle = createServerPeerHandleRequestFn(handler, { context: {} });

  return {
    open(wire) {
      let pending = 0;
      let closed = false;
      const peer = new ServerPeer(async ([id, type, payload]) => {
        const frame = await encodeResponseMessage(id, type, payload);
        if (!closed) wire.send(typeof frame === "string" ? frame : new Uint8Array(frame as ArrayBuffer));
      });
      const close = () => {
        closed = true;
        peer.close();
      };
      const answer = async (frame: string | Uint8Array) => {
        const message = await read(frame);
        if (message === null) {
          if (closed) return;
          close();
          wire.refuse();
          return;
        }
        await peer.message(message, (request) =>
          pending > CALLS_AT_ONCE ? Promise.resolve(TOO_MANY) : handle(request),
        );
      };
      return {
        get pending() {
          return pending;
        },
        receive(frame) {
          if (closed) return;
          pending += 1;
          // A stream that failed was told to the page already; oRPC throws it once more for tracing.
          void answer(frame)
            .catch((error: unknown) => log.debug({ err: error }, "A call ended early"))
            .finally(() => (pending -= 1));
        },
        close,
      };
    },
  };
}

/**
 * The message in a frame, or null when it is none. oRPC believes the envelope: a message without a name of its own would, at its end,
 * take the answers of all others with it. Streams to us are not spoken here.
 */
async function read(frame: string | Uint8Array): Promise<DecodedRequestMessage | null> {
  const message = await decodeRequestMessage(frame).catch(() => null);
  if (message === null) return null;
  const [id, type, payload] = message;
  if (typeof id !== "string" || id === "" || id.length > 64) return null;
  if (type === ABORT) return message;
  return type === REQUEST && isPlain(payload.headers) && !("content-type" in payload.headers) ? message : null;
}

/** oRPC's numbers for the two messages that a page of ours sends. */
const REQUEST = 1;
const ABORT = 4;

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const TOO_MANY = {
  status: 500,
  headers: {},
  body: {
    json: toWire(
      new AppError("CONFLICT", "This page has too many calls under way.", { problem: "too many calls" }),
    ).toJSON(),
  },
};

function aborted(): ORPCError<string, unknown> {
  return toWire(new AppError("CANCELLED", "Cancelled.", {}));
}

/** No input, or the empty object that clients send for it. */
function isNothing(input: unknown): boolean {
  if (input === undefined || input === null) return true;
  return (
    typeof input === "object" && Object.getPrototypeOf(input) === Object.prototype && Object.keys(input).length === 0
  );
}

function isAsyncIterator(value: unknown): value is AsyncIteratorObject<unknown, unknown, void> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
