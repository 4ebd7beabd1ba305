import type { Line, ReplyHead } from "#main/privacy/receive.ts";
import { hostAndPort } from "#main/privacy/request.ts";
import { authorization, MAX_REDIRECTS, redirectTarget, tooManyRedirects } from "./follow.ts";
import type { Gaps, Range } from "./gaps.ts";
import type { PartFile } from "./part-file.ts";
import { Expired, refuseWebPage, throwRefusal, unexpected } from "./reply.ts";
import type { Source } from "./source.ts";
import type { SpeedLimit } from "./speed-limit.ts";
import type { Timing } from "./timing.ts";

/** The server sends whole files only: pieces cannot be had. */
export class NoRanges extends Error {
  override readonly name = "NoRanges";
}

export interface PieceContext {
  file: { name: string; repository: string; sizeBytes: number };
  /** The whole file in one go, for servers without ranges. */
  isWhole: boolean;
  hubOrigin: string;
  token: string | null;
  gaps: Gaps;
  part: PartFile;
  source: Source;
  line: Line;
  limit: SpeedLimit;
  timing: Timing;
  signal: AbortSignal;
  onBytes(bytes: number): void;
}

/**
 * Fetches one piece to its end. However it ends, what came is written and claimed, and the rest is given back. Throws what the
 * answers mean (reply.ts), what the system says of the connection or the disk, and NoRanges.
 */
export async function fetchPiece(piece: Range, context: PieceContext): Promise<void> {
  const { gaps, part, source, signal, isWhole } = context;
  const writer = part.piece(piece.from);
  try {
    const signed = await source.current(signal);
    let url = signed;
    for (let redirects = 0; ; redirects++) {
      if (redirects > MAX_REDIRECTS) throw tooManyRedirects(hostOf(url));
      const target = await receive(url, piece, writer, context).catch((error: unknown) => {
        if (error instanceof Expired) source.expire(signed);
        throw error;
      });
      if (target === null) return;
      url = target;
    }
  } finally {
    writer.claim();
    if (writer.at < piece.to) gaps.giveBack({ from: isWhole ? piece.from : writer.at, to: piece.to });
  }
}

/** null when all of the piece is there; otherwise where the server points instead. */
async function receive(
  url: URL,
  piece: Range,
  writer: ReturnType<PartFile["piece"]>,
  context: PieceContext,
): Promise<URL | null> {
  const { line, limit, timing, signal, isWhole, hubOrigin, token, onBytes } = context;
  const range = isWhole ? {} : { Range: `bytes=${String(writer.at)}-${String(piece.to - 1)}` };
  let target: URL | null = null;
  const stall = watchForStall(timing, () => piece.to - writer.at);
  try {
    await line.get(
      url,
      { ...range, ...authorization(url, hubOrigin, token) },
      {
        head(head) {
          target = judge(head, url, { from: writer.at, to: piece.to }, context);
        },
        bytes(part) {
          if (target !== null) return 0;
          const mine = part.subarray(0, piece.to - writer.at);
          writer.write(mine);
          onBytes(mine.length);
          return stall.came(mine.length, limit.waitAfter(mine.length));
        },
      },
      { signal: AbortSignal.any([signal, stall.signal]), answerWithinMs: timing.answerMs },
    );
  } finally {
    stall.stop();
  }
  if (target === null && writer.at < piece.to) throw new Error("the connection ended too early");
  return target;
}

/** Throws when the answer is not the piece that was asked for; where to go instead when it is a redirect. */
function judge({ status, headers }: ReplyHead, url: URL, asked: Range, context: PieceContext): URL | null {
  const { file, hubOrigin, isWhole } = context;
  const host = hostOf(url);
  const facts = { status, header: (name: string) => headers.get(name) };
  throwRefusal(facts, { host, isHub: url.origin === hubOrigin, repository: file.repository, file: file.name });
  if (status >= 300) return redirectTarget(url, headers.get("location"), host);
  refuseWebPage(facts, host);
  const length = headers.get("content-length");
  if (status === 206 && !isWhole) {
    const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
    if (total !== undefined && total !== "*" && Number(total) !== file.sizeBytes)
      throw wrongLength(host, Number(total), file);
    if (Number(from) !== asked.from || Number(to) !== asked.to - 1) {
      throw unexpected(host, "it sent another part of the file than was asked for");
    }
    return null;
  }
  if (status !== 200) throw unexpected(host, `it answered with the code ${String(status)}`);
  if (length !== undefined && Number(length) !== file.sizeBytes) throw wrongLength(host, Number(length), file);
  if (asked.from !== 0 || asked.to !== file.sizeBytes) throw new NoRanges("the server sends whole files only");
  return null;
}

function wrongLength(host: string, claimed: number, file: { sizeBytes: number }): Error {
  const sizes = `${claimed.toLocaleString("en")} bytes instead of ${file.sizeBytes.toLocaleString("en")}`;
  return unexpected(host, `it says that the file has ${sizes}`);
}

interface StallWatch {
  readonly signal: AbortSignal;
  /** `pauseMs`: nothing can come for so long, by our own will. Returns it. */
  came(bytes: number, pauseMs: number): number;
  stop(): void;
}

/** Gives up a connection that only pretends to be one. */
function watchForStall({ stallMs, stallBytes }: Timing, left: () => number): StallWatch {
  const controller = new AbortController();
  let bytes = 0;
  let pausedUntil = 0;
  const timer = setInterval(() => {
    const isPaused = performance.now() - stallMs < pausedUntil;
    if (!isPaused && bytes < Math.min(stallBytes, left())) controller.abort("stalled");
    bytes = 0;
  }, stallMs);
  return {
    signal: controller.signal,
    came(more, pauseMs) {
      bytes += more;
      if (pauseMs > 0) pausedUntil = performance.now() + pauseMs;
      return pauseMs;
    },
    stop: () => clearInterval(timer),
  };
}

function hostOf(url: URL): string {
  return hostAndPort(url.hostname, url.port);
}
