import type { CustomScheme, Protocol } from "electron";
import { type Page, readPage } from "#main/lib/page-file.ts";
import { SECURITY_HEADERS } from "#main/lib/security-headers.ts";

export const PAGE_ORIGIN = "app://cloister";

/** A real origin with storage of its own and the usual rules of a page; to be registered before Electron is ready. */
export const PAGE_SCHEME: CustomScheme = {
  scheme: "app",
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Serves the bundle as app://cloister/, and nothing that lies outside of it. `develop` builds pages when they are asked for. */
export function servePages(
  protocol: Protocol,
  folder: string,
  develop: ((path: string) => Promise<Response>) | null,
): void {
  protocol.handle("app", async (request) => {
    const url = new URL(request.url);
    if (url.host !== "cloister" || request.method !== "GET")
      return new Response("Refused.", { status: 403, headers: SECURITY_HEADERS });
    if (develop !== null) return develop(url.pathname + url.search);
    const page = await readPage(folder, url.pathname);
    return page === null
      ? new Response("There is nothing here.", { status: 404, headers: SECURITY_HEADERS })
      : answer(page);
  });
}

function answer(page: Page): Response {
  return new Response(page.body, { headers: { ...SECURITY_HEADERS, "Content-Type": page.type } });
}

/** Whether an address is one of our pages. */
export function isOwnPage(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "app:" && new URL(address).host === "cloister";
}
