import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const entry = fileURLToPath(new URL("./index.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cloister-program-"));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it; resolves once it has said where it is, or has ended. */
async function run(...args: string[]) {
  const child = spawn(process.execPath, [entry, "--no-open", "--no-sample", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOME: folder },
  });
  running.add(child);
  let output = "";
  let errors = "";
  child.stderr.on("data", (part: Buffer) => (errors += part.toString()));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const address = await new Promise<URL | null>((resolve) => {
    child.stdout.on("data", (part: Buffer) => {
      output += part.toString();
      const found = /^Cloister is at (http:\S+)$/m.exec(output)?.[1];
      if (found !== undefined) resolve(new URL(found));
    });
    void ended.then(() => resolve(null));
  });
  return { child, address, ended, errors: () => errors };
}

describe("the headless program", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("ends in order at %s", async (signal) => {
    const { child, address, ended, errors } = await run("--port", "0", "--data-dir", join(folder, "data"));
    expect(address?.hostname).toBe("127.0.0.1");
    child.kill(signal);
    expect([await ended, errors()]).toEqual([0, ""]);
  });

  it("says in one line that another has the folder, or the port", async () => {
    const first = await run("--port", "0", "--data-dir", join(folder, "data"));
    const sameFolder = await run("--port", "0", "--data-dir", join(folder, "data"));
    expect([sameFolder.address, await sameFolder.ended]).toEqual([null, 1]);
    expect(sameFolder.errors()).toMatch(/^Cloister is already open with the folder .*\n$/);
    const samePort = await run("--port", first.address?.port ?? "", "--data-dir", join(folder, "other"));
    expect([samePort.address, await samePort.ended]).toEqual([null, 1]);
    expect(samePort.errors()).toMatch(/^Port \d+ is in use by another program\. .*\n$/);
  });

  it("says in one line that a folder cannot be used, and which argument it does not know", async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "file"), "");
    const noFolder = await run("--port", "0", "--data-dir", join(folder, "file", "data"));
    expect([await noFolder.ended, noFolder.errors().trim().split("\n").length]).toEqual([1, 1]);
    const unknown = await run("--prt", "0");
    expect([await unknown.ended, unknown.errors()]).toEqual([2, expect.stringContaining("--port N")]);
  });
});
