import { AppError } from "#main/rpc/errors.ts";

/** What can be read of an answer without its body; of Node's client and of our own. */
export interface ReplyFacts {
  readonly status: number;
  header(name: string): string | undefined;
}

/** A server that asks for patience, or is not well: to be asked again. `waitMs` is what it wants, null when it says nothing. */
export class Busy extends Error {
  override readonly name = "Busy";
  readonly waitMs: number | null;
  /** It says that something is wrong with itself, not that there are too many. */
  readonly isFailing: boolean;
  constructor(waitMs: number | null, isFailing: boolean) {
    super(isFailing ? "the server is failing" : "the server is busy");
    this.waitMs = waitMs;
    this.isFailing = isFailing;
  }
}

/** An address in storage that no longer holds: the hub has to be asked for another one. */
export class Expired extends Error {
  override readonly name = "Expired";
}

export interface RefusalContext {
  /** As a person knows it. */
  host: string;
  /** Whether the hub itself answered, and not the storage that it points to. */
  isHub: boolean;
  repository: string;
  file: string;
}

/** Throws what an answer that is no success means; does nothing for 2xx and redirects. */
export function throwRefusal(reply: ReplyFacts, context: RefusalContext): void {
  const { status } = reply;
  const { host, isHub, repository, file } = context;
  if (status >= 200 && status < 400) return;
  if (status === 429 || status === 408 || status === 425 || status >= 500) {
    throw new Busy(retryAfterMs(reply.header("retry-after"), Date.now()), status >= 500 && status !== 503);
  }
  if (status === 416) throw fileChanged(host, file);
  if (!isHub) throw new Expired(`storage answered ${String(status)}`);
  const code = reply.header("x-error-code");
  if (code === "RepoNotFound" || code === "RevisionNotFound") throw noRepository(host, repository);
  if (code === "GatedRepo" || status === 401 || status === 403) {
    const why = status === 403 ? "terms" : "token";
    const message = `${repository} is only given to people who have accepted its terms on ${host}.`;
    throw new AppError("MODEL_GATED", message, { repository, host, why });
  }
  if (code === "EntryNotFound" || status === 404 || status === 410) throw fileChanged(host, file);
  throw unexpected(host, `it answered with the code ${String(status)}`);
}

/** A page to sign in to a network, or a proxy's excuse, in the place of a file. */
export function refuseWebPage(reply: ReplyFacts, host: string): void {
  if (/^\s*(text\/html|application\/xhtml)/i.test(reply.header("content-type") ?? "")) {
    throw unexpected(host, "it sent a web page in the file's place; the network here may ask you to sign in first");
  }
}

export function failing(host: string): AppError<"HUB_FAILING"> {
  return new AppError("HUB_FAILING", `${host} has a fault of its own at the moment. Try again later.`, { host });
}

export function unexpected(host: string, problem: string): AppError<"HUB_UNEXPECTED"> {
  return new AppError("HUB_UNEXPECTED", `${host} did not send what it should: ${problem}.`, { host, problem });
}

export function fileChanged(host: string, file: string): AppError<"HUB_FILE_CHANGED"> {
  const message = `${file} was changed on ${host} since it was looked up. Look it up again.`;
  return new AppError("HUB_FILE_CHANGED", message, { host, file });
}

export function noRepository(host: string, repository: string): AppError<"NOT_FOUND"> {
  return new AppError("NOT_FOUND", `${host} has no ${repository}, or does not show it.`, {
    what: "repository",
    name: repository,
  });
}

/** Seconds or a date, by RFC 9110; null when it is neither. */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
