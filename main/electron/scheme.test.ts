import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Protocol } from "electron";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isOwnPage, PAGE_SCHEME, servePages } from "./scheme.ts";

const folder = mkdtempSync(join(tmpdir(), "cloister-scheme-"));
let serve: (request: Request) => Promise<Response>;

beforeAll(() => {
  mkdirSync(join(folder, "pages"));
  writeFileSync(join(folder, "pages/index.html"), "page");
  writeFileSync(join(folder, "secret.html"), "secret");
  servePages(
    { handle: (_scheme: string, handler: typeof serve) => (serve = handler) } as unknown as Protocol,
    join(folder, "pages"),
    null,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("app://cloister", () => {
  it("is the bundle, under the same policy as in a browser", async () => {
    const answer = await serve(new Request("app://cloister/"));
    expect(await answer.text()).toBe("page");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  });

  it("is nothing else", async () => {
    for (const path of ["%2e%2e/secret.html", "..%2fsecret.html", "..%5csecret.html", "none.html", "%00"]) {
      expect((await serve(new Request(`app://cloister/${path}`))).status).toBe(404);
    }
    expect((await serve(new Request("app://other/index.html"))).status).toBe(403);
    expect((await serve(new Request("app://cloister/index.html", { method: "POST" }))).status).toBe(403);
  });

  it("is a secure origin that no policy is waived for", () => {
    expect(PAGE_SCHEME.privileges).toMatchObject({ standard: true, secure: true });
    expect(PAGE_SCHEME.privileges).not.toHaveProperty("bypassCSP");
    expect(PAGE_SCHEME.privileges).not.toHaveProperty("corsEnabled");
  });

  it("is told from what only looks like it", () => {
    expect(isOwnPage("app://cloister/index.html#/chat")).toBe(true);
    for (const url of ["app://cloister.evil/", "app:cloister", "https://cloister/", "blob:app://cloister/x", ""]) {
      expect([url, isOwnPage(url)]).toEqual([url, false]);
    }
  });
});
