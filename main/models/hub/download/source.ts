import { hostAndPort, type Requests } from "#main/privacy/request.ts";
import { authorization, MAX_REDIRECTS, redirectTarget, tooManyRedirects } from "./follow.ts";
import { fileChanged, refuseWebPage, throwRefusal } from "./reply.ts";

export interface SourceOptions {
  requests: Requests;
  /** The file at the hub: `…/resolve/REVISION/FILE`. */
  url: URL;
  token: string | null;
  repository: string;
  file: string;
  sha256: string;
  sizeBytes: number;
  answerMs: number;
}

/** Where the bytes of a file are to be had now: the hub signs addresses in its storage that hold for an hour or so. */
export interface Source {
  current(signal: AbortSignal): Promise<URL>;
  /** This address was refused: the next one is asked for anew. */
  expire(url: URL): void;
}

/** `current` throws HUB_FILE_CHANGED, MODEL_GATED, NOT_FOUND, HUB_UNEXPECTED, Busy, and what the system says of connections. */
export function createSource(options: SourceOptions): Source {
  let known: { url: Promise<URL>; settled: URL | null } | null = null;
  return {
    current(signal) {
      if (known === null) {
        const asked = { url: resolve(options, signal), settled: null as URL | null };
        known = asked;
        asked.url.then(
          (url) => (asked.settled = url),
          () => (known = known === asked ? null : known),
        );
      }
      return known.url;
    },
    expire(url) {
      if (known?.settled === url) known = null;
    },
  };
}

/** Asks the hub itself only. Storage is not asked before the bytes are: an address signed for GET refuses HEAD. */
async function resolve(options: SourceOptions, signal: AbortSignal): Promise<URL> {
  const { requests, token, repository, file } = options;
  const hubOrigin = options.url.origin;
  const host = hostAndPort(options.url.hostname, options.url.port);
  let url = options.url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const reply = await requests.send(url, {
      method: "HEAD",
      headers: { "Accept-Encoding": "identity", ...authorization(url, hubOrigin, token) },
      signal,
      answerWithinMs: options.answerMs,
    });
    reply.resume();
    const facts = { status: reply.statusCode ?? 0, header: (name: string) => headerOf(reply.headers[name]) };
    throwRefusal(facts, { host, isHub: true, repository, file });
    checkPromise(facts.header("x-linked-etag"), facts.header("x-linked-size"), options, host);
    if (facts.status < 300) {
      refuseWebPage(facts, host);
      return url;
    }
    const target = redirectTarget(url, facts.header("location"), host);
    if (target.origin !== hubOrigin) return target;
    url = target;
  }
  throw tooManyRedirects(host);
}

/** The hub says with each address which file it leads to. */
function checkPromise(
  etag: string | undefined,
  size: string | undefined,
  { sha256, sizeBytes, file }: SourceOptions,
  host: string,
): void {
  const named = /^(?:W\/)?"([0-9a-f]{64})"$/i.exec(etag ?? "")?.[1]?.toLowerCase();
  if (named !== undefined && named !== sha256) throw fileChanged(host, file);
  if (size !== undefined && Number(size) !== sizeBytes) throw fileChanged(host, file);
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
