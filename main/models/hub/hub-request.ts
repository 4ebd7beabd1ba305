import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import type { Requests } from "#main/privacy/request.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import { authorization, MAX_REDIRECTS, redirectTarget, tooManyRedirects } from "./download/follow.ts";
import { Busy, failing, refuseWebPage, throwRefusal, unexpected } from "./download/reply.ts";

export interface HubAccess {
  /** Without a slash at its end. */
  readonly address: string;
  readonly host: string;
  readonly token: string | null;
}

/** Ours is the hub's host, not whoever it points to: that is where the user can do something. */
const ANSWER_MS = 20_000;
const WHOLE_MS = 60_000;
const MAX_JSON_BYTES = 16_000_000;
const MAX_TEXT_BYTES = 500_000;

/**
 * A small answer of the hub, parsed. Throws what throwRefusal throws, HUB_UNEXPECTED, HUB_BUSY, HUB_FAILING, NETWORK_FAILED and
 * NETWORK_OFF.
 */
export async function readJson<T>(
  requests: Requests,
  access: HubAccess,
  url: URL,
  shape: z.ZodType<T>,
  subject: string,
): Promise<{ value: T; link: string | undefined }> {
  const { reply, bytes } = await read(requests, access, url, subject, MAX_JSON_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw unexpected(access.host, "its answer cannot be read");
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw unexpected(access.host, "its answer is not what its interface promises");
  const link = reply.headers["link"];
  return { value: parsed.data, link: Array.isArray(link) ? link[0] : link };
}

/** A text file; null when there is none, or it is too long to be read. */
export async function readText(
  requests: Requests,
  access: HubAccess,
  url: URL,
  subject: string,
): Promise<string | null> {
  try {
    return (await read(requests, access, url, subject, MAX_TEXT_BYTES)).bytes.toString("utf8");
  } catch (error) {
    if (isAppError(error, "HUB_FILE_CHANGED") || isAppError(error, "HUB_UNEXPECTED")) return null;
    throw error;
  }
}

async function read(requests: Requests, access: HubAccess, url: URL, subject: string, maxBytes: number) {
  const signal = AbortSignal.timeout(WHOLE_MS);
  try {
    const reply = await follow(requests, access, url, subject, signal);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of reply as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) throw unexpected(access.host, "its answer is far too long");
      chunks.push(chunk);
    }
    return { reply, bytes: Buffer.concat(chunks) };
  } catch (error) {
    if (isAppError(error)) throw error;
    const { host } = access;
    if (error instanceof Busy) {
      if (error.isFailing) throw failing(host);
      const data = { host, waitMs: error.waitMs ?? 0 };
      throw new AppError("HUB_BUSY", `${host} is too busy. Try again later.`, data);
    }
    const message = `${host} could not be reached. Check the connection, then try again.`;
    throw new AppError("NETWORK_FAILED", message, { host }, { cause: error });
  }
}

async function follow(
  requests: Requests,
  access: HubAccess,
  first: URL,
  subject: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { host, token } = access;
  const hubOrigin = new URL(access.address).origin;
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const headers = { Accept: "*/*", ...authorization(url, hubOrigin, token) };
    const reply = await requests.send(url, { headers, signal, answerWithinMs: ANSWER_MS });
    const header = (name: string): string | undefined => {
      const value = reply.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const facts = { status: reply.statusCode ?? 0, header };
    try {
      throwRefusal(facts, { host, isHub: true, repository: subject, file: first.pathname.split("/").at(-1) ?? "" });
      if (facts.status < 300) {
        refuseWebPage(facts, host);
        return reply;
      }
    } catch (error) {
      reply.destroy();
      throw error;
    }
    reply.resume();
    url = redirectTarget(url, header("location"), host);
  }
  throw tooManyRedirects(host);
}
