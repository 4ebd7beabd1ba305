import { unexpected } from "./reply.ts";

/** Redirects that are followed, one after the other. The hub and its storage need two. */
export const MAX_REDIRECTS = 5;

/** Where a redirect leads. Throws HUB_UNEXPECTED for addresses that must not be followed. */
export function redirectTarget(from: URL, location: string | undefined, host: string): URL {
  if (location === undefined || !URL.canParse(location, from.href)) throw unexpected(host, "it points to no address");
  const target = new URL(location, from);
  if (target.protocol !== "https:" && target.protocol !== "http:") {
    throw unexpected(host, `it points to an address of the kind ${target.protocol}`);
  }
  // What was asked for over an encrypted connection is not fetched over an open one.
  if (from.protocol === "https:" && target.protocol === "http:") {
    throw unexpected(host, "it points from an encrypted connection to an open one");
  }
  return target;
}

export function tooManyRedirects(host: string): Error {
  return unexpected(host, "its addresses point to one another in a ring");
}

/** The token is the hub's own: nobody else is sent it, wherever the hub points. */
export function authorization(url: URL, hubOrigin: string, token: string | null): Record<string, string> {
  return token !== null && url.origin === hubOrigin ? { Authorization: `Bearer ${token}` } : {};
}
