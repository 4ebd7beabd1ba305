import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { countSocket, type Gate, hostAndPort } from "./request.ts";

/** The first lines of an answer. */
export interface ReplyHead {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Where an answer goes. Both may throw: the connection is ended then, and `get` rejects with what was thrown. */
export interface Sink {
  head(head: ReplyHead): void;
  /** The bytes are there during the call only. Returns for how many ms nothing more shall be read; 0 goes on. */
  bytes(part: Buffer): number;
}

/** One connection that large answers come over, one after the other. */
export interface Line {
  /**
   * Resolves when all of the body is there. Rejects when the connection breaks before, with the `code` of the system. When aborted, what
   * has arrived on this computer goes to the sink first: it would have to come again.
   */
  get(url: URL, headers: Record<string, string>, sink: Sink, options: LineOptions): Promise<void>;
  close(): void;
}

export interface LineOptions {
  signal: AbortSignal;
  /** Until the answer begins; for connecting, and again from there. */
  answerWithinMs: number;
}

const READ_BYTES = 1_048_576;
const MAX_HEAD_BYTES = 65_536;

/**
 * Receives bodies into one reused buffer: Node's own HTTP client takes four times the processor time for a gigabyte, all of it for
 * buffers that are thrown away. Understands what storage of files answers: HTTP/1.1 with a Content-Length.
 */
export function createLine(gate: Gate): Line {
  let open: { socket: Socket; origin: string } | null = null;
  let deliver: ((part: Buffer) => void) | null = null;
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  function close(): void {
    open?.socket.destroy();
    open = null;
  }

  async function connect(url: URL): Promise<Socket> {
    const counts = await gate.open(hostAndPort(url.hostname, url.port));
    const onread = {
      buffer,
      callback(bytes: number) {
        deliver?.(buffer.subarray(0, bytes));
        return true;
      },
    };
    const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    // @types/node knows `onread` of plain sockets only; Node takes it for both.
    const secure = { host, port, servername: host, ALPNProtocols: ["http/1.1"], onread };
    const socket: Socket = url.protocol === "https:" ? connectTls(secure) : connectPlain({ host, port, onread });
    countSocket(socket, counts);
    // Between two requests nobody asks why a connection ended.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (open?.socket === socket) open = null;
    });
    return socket;
  }

  return {
    async get(url, headers, sink, { signal, answerWithinMs }) {
      signal.throwIfAborted();
      if (open !== null && (open.origin !== url.origin || open.socket.destroyed)) close();
      if (open === null) open = { socket: await connect(url), origin: url.origin };
      const { socket } = open;
      const isWhole = await exchange(socket, requestOf(url, headers), sink, {
        signal,
        answerWithinMs,
        listen: (listener) => (deliver = listener),
      }).catch((error: unknown) => {
        close();
        throw error;
      });
      if (!isWhole) close();
    },
    close,
  };
}

function requestOf(url: URL, headers: Record<string, string>): string {
  const lines = Object.entries({ Host: url.host, Connection: "keep-alive", "Accept-Encoding": "identity", ...headers });
  // A URL's path and search hold no control characters; of headers, ours do not either.
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

interface Exchange extends LineOptions {
  listen(listener: ((part: Buffer) => void) | null): void;
}

/** One request and its answer. True when the connection can be used again. */
function exchange(socket: Socket, request: string, sink: Sink, options: Exchange): Promise<boolean> {
  const { signal, answerWithinMs, listen } = options;
  return new Promise((resolve, reject) => {
    let head: Buffer | null = Buffer.alloc(0);
    let left: number | null = null;
    let late = setTimeout(() => end(withCode("no answer in time", "ETIMEDOUT")), answerWithinMs);
    let pause: NodeJS.Timeout | undefined;
    let isLeaving = false;
    const onConnect = (): void => {
      clearTimeout(late);
      late = setTimeout(() => end(withCode("no answer in time", "ETIMEDOUT")), answerWithinMs);
    };
    const onError = (error: Error): void => end(error);
    const onClose = (): void =>
      end(left === null && head === null ? null : withCode("the connection ended", "ECONNRESET"));
    const onAbort = (): void => {
      isLeaving = true;
      clearTimeout(pause);
      socket.resume();
      // Between the two the system is asked once what has come.
      setImmediate(() => setImmediate(() => end(withCode("stopped", "ABORT_ERR"))));
    };

    function end(error: Error | null, isReusable = false): void {
      clearTimeout(late);
      clearTimeout(pause);
      listen(null);
      socket.off("connect", onConnect).off("error", onError).off("close", onClose);
      signal.removeEventListener("abort", onAbort);
      if (error !== null) reject(error);
      else resolve(isReusable);
    }

    function take(part: Buffer): void {
      let body: Buffer = part;
      if (head !== null) {
        const parsed = parseHead(head, part);
        if ("more" in parsed) {
          head = parsed.more;
          return;
        }
        clearTimeout(late);
        head = null;
        sink.head(parsed.head);
        // Of an answer that only points elsewhere nobody reads the body.
        if (parsed.head.status >= 300) return end(null);
        left = bodyLength(parsed.head);
        body = parsed.rest;
      }
      const mine = left === null ? body : body.subarray(0, left);
      const waitMs = mine.length === 0 ? 0 : sink.bytes(mine);
      if (left !== null) left -= mine.length;
      if (left === 0) return end(null, body.length === mine.length);
      if (waitMs > 0 && !isLeaving) {
        socket.pause();
        pause = setTimeout(() => socket.resume(), waitMs);
      }
    }

    socket.on("connect", onConnect).on("error", onError).on("close", onClose);
    signal.addEventListener("abort", onAbort, { once: true });
    listen((part) => {
      try {
        take(part);
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
        socket.destroy();
      }
    });
    if (signal.aborted) return onAbort();
    if (socket.destroyed) return onClose();
    socket.write(request);
  });
}

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

function parseHead(before: Buffer, part: Buffer): { more: Buffer } | { head: ReplyHead; rest: Buffer } {
  // Of a part of a megabyte only the head is copied.
  const all = before.length === 0 ? part : Buffer.concat([before, part]);
  const end = all.indexOf("\r\n\r\n");
  if (end === -1) {
    if (all.length > MAX_HEAD_BYTES) throw withCode("its answer does not begin like one", "HPE_HEADER_OVERFLOW");
    return { more: Buffer.from(all) };
  }
  const [first = "", ...lines] = all.toString("latin1", 0, end).split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) throw withCode("its answer is not HTTP", "HPE_INVALID_VERSION");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(":");
    if (at > 0) headers.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim());
  }
  const rest = all.subarray(end + 4);
  // "100 Continue" and its like come before the answer.
  if (status.startsWith("1")) return parseHead(Buffer.alloc(0), rest);
  return { head: { status: Number(status), headers }, rest };
}

/** null: until the connection ends. */
function bodyLength({ status, headers }: ReplyHead): number | null {
  if (status === 204 || status === 304) return 0;
  if (headers.has("transfer-encoding"))
    throw withCode("it does not say how long its answer is", "HPE_UNEXPECTED_CHUNKED");
  const length = headers.get("content-length");
  if (length === undefined) return null;
  if (!/^\d{1,15}$/.test(length)) throw withCode("it gives no sensible length", "HPE_INVALID_CONTENT_LENGTH");
  return Number(length);
}
