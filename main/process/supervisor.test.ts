import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import type { ChildExit } from "./child-host.ts";
import { createNodeChildHost } from "./node-child-host.ts";
import { supervise } from "./supervisor.ts";

/** A child that does as it is told: dies, ends, prints, or says back what it was sent together with its environment. */
const SCRIPT = `
process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  if (message === "abort") process.abort();
  else if (message === "end") process.exit(0);
  else if (message === "complain") { process.stderr.write("x".repeat(5000) + " the last words"); process.exit(3); }
  else process.send({ message, env: process.env });
});
`;

let folder: string;
let script: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supervisor-"));
  script = join(folder, "child.mjs");
  writeFileSync(script, SCRIPT);
});
afterAll(() => rmSync(folder, { recursive: true }));

class Crashed extends Error {
  readonly exit: ChildExit;
  constructor(exit: ChildExit) {
    super("crashed");
    this.exit = exit;
  }
}

function start() {
  const child = supervise(
    createNodeChildHost(() => script),
    "engine",
    (exit) => new Crashed(exit),
  );
  onTestFinished(() => child.kill());
  return child;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

it("talks to its child, which has one libuv worker", async () => {
  const child = start();
  const answer = new Promise<{ message: unknown; env: Record<string, string> }>((resolve) =>
    child.port.on("message", ({ data }) => resolve(data as never)),
  );
  child.port.postMessage({ bytes: new Uint8Array([1, 2]) });
  const { message, env } = await answer;
  expect(message).toEqual({ bytes: new Uint8Array([1, 2]) });
  expect(env["UV_THREADPOOL_SIZE"]).toBe("1");
});

it("rejects all that is pending when the child aborts", async () => {
  const child = start();
  const first = child.guard(never());
  const second = child.guard(never());
  child.port.postMessage("abort");
  await expect(first).rejects.toMatchObject({ exit: { signal: "SIGABRT" } });
  await expect(second).rejects.toBeInstanceOf(Crashed);
});

it("rejects at once what is asked of a dead child", async () => {
  const child = start();
  child.kill();
  await child.exit;
  expect(child.ended).toMatchObject({ signal: "SIGKILL" });
  await expect(child.guard(never())).rejects.toBeInstanceOf(Crashed);
});

it("keeps the end of what the child wrote to stderr", async () => {
  const child = start();
  child.port.postMessage("complain");
  const { code, lastWords } = await child.exit;
  expect(code).toBe(3);
  expect(lastWords).toMatch(/the last words$/);
  expect(lastWords).toHaveLength(4_000);
});

it("lets a call's own failure through while the child lives", async () => {
  const child = start();
  await expect(child.guard(Promise.reject(new Error("no such model")))).rejects.toThrow("no such model");
});

it("waits for a child that ends by itself, and kills one that does not", async () => {
  const willing = start();
  willing.port.postMessage("end");
  expect(await willing.endWithin(20_000)).toMatchObject({ code: 0, signal: null });
  expect(await start().endWithin(10)).toMatchObject({ signal: "SIGKILL" });
});

it("tells of a child that cannot be started", async () => {
  const child = supervise(
    createNodeChildHost(() => join(folder, "missing.mjs")),
    "engine",
    (exit) => new Crashed(exit),
  );
  expect((await child.exit).lastWords).toContain("missing.mjs");
});
