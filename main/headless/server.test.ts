import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pages } from "./http.ts";
import { type HeadlessServer, startHeadlessServer } from "./server.ts";
import { type Answer, type Ask, ask as askAt, echo as rpc, enter, pathOf } from "./testing/visitor.ts";

const folder = mkdtempSync(join(tmpdir(), "cloister-pages-"));
const start = () =>
  startHeadlessServer({
    port: 0,
    rpc,
    pages: () => Promise.resolve({ kind: "folder", folder: join(folder, "pages") }),
  });

let server: HeadlessServer;
let cookie: string;

beforeAll(async () => {
  mkdirSync(join(folder, "pages/assets"), { recursive: true });
  writeFileSync(join(folder, "secret.html"), "secret");
  writeFileSync(join(folder, "pages/index.html"), "<p>page</p>");
  writeFileSync(join(folder, "pages/assets/app.js"), "1");
  symlinkSync(join(folder, "secret.html"), join(folder, "pages/link.html"));
  server = await start();
  cookie = await enter(server);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe("the address", () => {
  it("reaches this computer only", async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === "IPv4" && !each.internal);
    if (!outside) return expect(await opens("127.0.0.1")).toBe(true);
    expect(await opens(outside.address)).toBe(false);
  });

  it("refuses a host name that is not its own, as after DNS rebinding", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${server.port}`,
      "127.0.0.1",
      `127.0.0.1:${server.port}.evil.example`,
    ]) {
      expect((await ask({ headers: { host, cookie } })).status).toBe(403);
    }
    expect((await ask({ headers: { host: `localhost:${server.port}`, cookie } })).status).toBe(200);
  });

  it("refuses a port that is in use, and takes another when none was asked for", async () => {
    await expect(startHeadlessServer({ port: server.port, rpc, pages: unused })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const first = await startHeadlessServer({ port: null, rpc, pages: unused });
    const second = await startHeadlessServer({ port: null, rpc, pages: unused });
    expect(second.port).not.toBe(first.port);
    await first.close();
    await second.close();
  });
});

describe("the origin", () => {
  it("must be ours on everything that is not a reading", async () => {
    for (const origin of ["https://evil.example", "null", `http://127.0.0.1:${server.port + 1}`, undefined]) {
      const answer = await ask({ method: "POST", headers: { cookie, ...(origin && { origin }) } });
      expect(answer.status).toBe(403);
    }
    expect((await ask({ method: "POST", headers: { cookie, origin: own() } })).status).toBe(405);
  });

  it("must not be another's on a reading", async () => {
    expect((await ask({ headers: { cookie, origin: "https://evil.example" } })).status).toBe(403);
  });

  it("gets no permission to read across origins", async () => {
    const answer = await ask({ headers: { cookie, origin: own() } });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("the token", () => {
  it("is asked for by every page", async () => {
    for (const path of ["/", "/index.html", "/assets/app.js", "/nothing"]) {
      expect((await ask({ path })).status).toBe(401);
    }
    expect((await ask({ headers: { cookie: `cloister_${server.port}=guess` } })).status).toBe(401);
  });

  it("works once, for a cookie that scripts and other sites cannot use", async () => {
    const path = pathOf(server.newAddress());
    const first = await ask({ path });
    expect(first.status).toBe(303);
    expect(first.headers["set-cookie"]?.[0]).toMatch(
      new RegExp(`^cloister_${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Max-Age=\\d+$`),
    );
    expect((await ask({ path })).status).toBe(401);
  });

  it("is void once a newer one was given", async () => {
    const older = pathOf(server.newAddress());
    const newer = pathOf(server.newAddress());
    expect((await ask({ path: older })).status).toBe(401);
    expect((await ask({ path: newer })).status).toBe(303);
  });

  it("is not used up by a browser that fetches ahead", async () => {
    const path = pathOf(server.newAddress());
    expect((await ask({ path, headers: { "sec-purpose": "prefetch;prerender" } })).status).toBe(503);
    expect((await ask({ path })).status).toBe(303);
  });

  it("cannot be guessed at speed", async () => {
    const other = await start();
    const path = pathOf(other.newAddress());
    const statuses = [];
    for (let i = 0; i < 12; i += 1) statuses.push((await ask({ port: other.port, path: `/?token=${i}` })).status);
    expect(statuses).toContain(429);
    expect((await ask({ port: other.port, path })).status).toBe(429);
    await other.close();
  });

  it("signs in by a page of ours when the address was followed on another site", async () => {
    const answer = await ask({ path: pathOf(server.newAddress()), headers: { "sec-fetch-site": "cross-site" } });
    expect(answer).toMatchObject({ status: 200, headers: { refresh: "0; url=/" } });
  });
});

describe("pages", () => {
  it("are served from the bundle, with their types", async () => {
    expect(await ask({ headers: { cookie } })).toMatchObject({ status: 200, body: "<p>page</p>" });
    expect(await ask({ path: "/assets/app.js", headers: { cookie } })).toMatchObject({
      status: 200,
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": expect.stringContaining("immutable") as string,
      },
    });
  });

  it("are not served from outside of it", async () => {
    const paths = ["/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "/assets/..%5c..%5c..%5csecret.html"];
    const more = ["//../secret.html", "/link.html", "/assets/%00app.js", "/%", "/assets/../../secret.html"];
    for (const path of [...paths, ...more]) {
      const answer = await ask({ path, headers: { cookie } });
      expect([path, answer.status, answer.body.includes("secret")]).toEqual([path, 404, false]);
    }
  });

  it("carry the security headers, whatever the answer is", async () => {
    const answers = [
      await ask({ headers: { cookie } }),
      await ask({}),
      await ask({ headers: { host: "evil.example" } }),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        "content-security-policy":
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
          "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
      });
    }
  });

  it("take no large bodies", async () => {
    const body = "x".repeat(65 * 1_024);
    expect((await ask({ method: "POST", body, headers: { cookie, origin: own() } })).status).toBe(413);
  });
});

function ask({ port = server.port, ...what }: Ask & { port?: number }): Promise<Answer> {
  return askAt(port, what);
}

function opens(host: string): Promise<boolean> {
  const socket = connect({ host, port: server.port });
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

function own(): string {
  return `http://127.0.0.1:${server.port}`;
}

function unused(): Promise<Pages> {
  return Promise.resolve({ kind: "folder", folder });
}
