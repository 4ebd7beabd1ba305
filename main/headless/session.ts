import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Who may talk to a headless Cloister: the browser that was opened with the token printed in the terminal. The token is good for one
 * browser, once; from then on the cookie says who it is. Other users and programs of this computer can reach the port, but
 * have neither.
 */
export interface Sessions {
  readonly cookieName: string;
  /** A token for one more browser; any older unused one is void. */
  newToken(): string;
  /** The cookie's value when the token is right and unused; null otherwise. */
  exchange(token: string): string | null;
  /** Whether a `Cookie` header holds a session of ours. */
  isKnown(cookieHeader: string | undefined): boolean;
}

/** `fixedSession`: the same session for every browser, so that in development a page survives a restart of the server. */
export function createSessions(port: number, fixedSession?: string): Sessions {
  // Cookies are shared by all ports of a host: the name keeps two Cloisters from signing each other out.
  const cookieName = `cloister_${port}`;
  const sessions: Buffer[] = fixedSession === undefined ? [] : [digest(fixedSession)];
  let token: Buffer | null = null;
  return {
    cookieName,
    newToken() {
      const value = secret();
      token = digest(value);
      return value;
    },
    exchange(value) {
      if (token === null || !timingSafeEqual(digest(value), token)) return null;
      token = null;
      const session = fixedSession ?? secret();
      sessions.push(digest(session));
      return session;
    },
    isKnown(cookieHeader) {
      const value = readCookie(cookieHeader, cookieName);
      if (value === null) return false;
      const given = digest(value);
      return sessions.some((session) => timingSafeEqual(session, given));
    },
  };
}

/** 32 bytes, as text that fits an address and a cookie. */
export function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** Equal lengths for the comparison in constant time, whatever was sent. */
function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
