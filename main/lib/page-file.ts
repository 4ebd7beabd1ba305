import { readFile, realpath } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";

export interface Page {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  /** The name holds a hash of the content: it never changes. */
  immutable: boolean;
}

/** What the built interface consists of. Anything else is not served, wherever it lies. */
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/**
 * A file of the bundle by the path of its address, or null when there is none: also for a path that leaves the folder, by dots,
 * by an encoding of them or by a link.
 */
export async function readPage(folder: string, urlPath: string): Promise<Page | null> {
  const path = decode(urlPath);
  if (path === null || /[\\\0]|(^|\/)\.\.?(\/|$)/.test(path)) return null;
  const file = resolve(folder, `.${path === "/" ? "/index.html" : path}`);
  const type = TYPES[extname(file)];
  if (type === undefined) return null;
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(file)]);
    if (!real.startsWith(root + sep)) return null;
    return { body: new Uint8Array(await readFile(real)), type, immutable: path.startsWith("/assets/") };
  } catch {
    return null;
  }
}

function decode(urlPath: string): string | null {
  try {
    const path = decodeURIComponent(urlPath);
    return path.startsWith("/") ? path : null;
  } catch {
    return null;
  }
}
