import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { readPage } from "#main/lib/page-file.ts";
import { createRate } from "./rate.ts";
import { doorPage } from "./door.ts";
import type { Sessions } from "./session.ts";

/** Where pages come from: the built bundle, or in development a server that builds them when they are asked for. */
export type Pages =
  | { kind: "folder"; folder: string }
  | { kind: "development"; serve: (request: IncomingMessage, response: ServerResponse) => void };

type Env = { Bindings: HttpBindings };

/** No request has a body today: what a page says goes over the socket. */
const MAX_BODY_BYTES = 64 * 1_024;
/** A month; the session itself ends with the server. */
const COOKIE_SECONDS = 30 * 24 * 3_600;

/** The pages of a headless Cloister, and the one exchange of the token for a cookie. Requests were guarded before (server.ts). */
export function createHttpApp(options: { sessions: Sessions; pages: Pages }): Hono<Env> {
  const { sessions, pages } = options;
  const tries = createRate(10, 1);
  const app = new Hono<Env>();

  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text("Too large.", 413) }));
  app.get("/", async (c, next) => {
    const token = c.req.query("token");
    if (token === undefined) return next();
    if (sessions.isKnown(c.req.header("cookie"))) return c.redirect("/", 303);
    // A browser that fetches ahead of the user's Enter must not use the token up.
    if (/prefetch|prerender/.test(c.req.header("sec-purpose") ?? "")) return c.text("Not ahead of time.", 503);
    if (!tries.allows()) return c.text("Too many tries.", 429);
    const session = sessions.exchange(token);
    if (session === null) return c.html(doorPage(), 401);
    c.header(
      "Set-Cookie",
      `${sessions.cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${COOKIE_SECONDS}`,
    );
    c.header("Cache-Control", "no-store");
    if (c.req.header("sec-fetch-site") !== "cross-site") return c.redirect("/", 303);
    // Followed from another site (a terminal in a browser): a redirect would not carry the strict cookie, a page of ours does.
    c.header("Refresh", "0; url=/");
    return c.html("<!doctype html><title>Cloister</title>");
  });
  app.use(async (c, next) => {
    if (!sessions.isKnown(c.req.header("cookie"))) return c.html(doorPage(), 401);
    return next();
  });
  app.on(["GET", "HEAD"], "*", (c) => servePage(c, pages));
  app.all("*", (c) => c.text("Not allowed.", 405));
  return app;
}

async function servePage(c: Context<Env>, pages: Pages): Promise<Response> {
  if (pages.kind === "development") {
    pages.serve(c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  }
  const page = await readPage(pages.folder, rawPath(c.env.incoming.url ?? "/"));
  if (page === null) return c.text("There is nothing here.", 404);
  c.header("Content-Type", page.type);
  c.header("Cache-Control", page.immutable ? "private, max-age=31536000, immutable" : "no-cache");
  return c.body(page.body);
}

/** As it was sent: a URL parser would have resolved the dots that we want to refuse. */
function rawPath(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
