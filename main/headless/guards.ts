/** What every request must be before anything looks at it. The socket's upgrade asks the same as a request does. */
export interface Asked {
  method: string;
  host: string | undefined;
  origin: string | undefined;
}

/**
 * The names under which this computer is asked for our port. A page elsewhere can make its own name resolve to 127.0.0.1 (DNS
 * rebinding), but cannot make a browser send one of these for it.
 */
export function ownHosts(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
}

/** Why a request is refused, or null. Browsers send `Origin` with every upgrade and with every method but GET and HEAD. */
export function refusal(asked: Asked, hosts: ReadonlySet<string>, isUpgrade: boolean): "host" | "origin" | null {
  if (asked.host === undefined || !hosts.has(asked.host)) return "host";
  const mustBeOurs = isUpgrade || (asked.method !== "GET" && asked.method !== "HEAD");
  const own = `http://${asked.host}`;
  if (mustBeOurs ? asked.origin !== own : asked.origin !== undefined && asked.origin !== own) return "origin";
  return null;
}
