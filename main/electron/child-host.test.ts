import { spawn } from "node:child_process";
import { once } from "node:events";
import type { utilityProcess } from "electron";
import { describe, expect, it, vi } from "vitest";
import { createElectronChildHost } from "./child-host.ts";
import { Fake } from "./testing/fake.ts";

class FakeProcess extends Fake {
  pid: number | undefined = undefined;
  readonly stderr = new Fake();
  postMessage = this.note("postMessage");
}

function setUp() {
  const started: FakeProcess[] = [];
  const fork = vi.fn<(path: string, args: string[], options: Record<string, unknown>) => FakeProcess>(() => {
    started.push(new FakeProcess());
    return started.at(-1) as FakeProcess;
  });
  const host = createElectronChildHost({ fork } as unknown as typeof utilityProcess);
  return { fork, child: host.start("engine", { ONLY: "this" }), process: started[0] as FakeProcess };
}

describe("a child under Electron", () => {
  it("gets the environment that was given and nothing of ours", () => {
    const { fork } = setUp();
    expect(fork.mock.lastCall?.[0]).toMatch(/main\/engine\/index\.ts$/);
    expect(fork.mock.lastCall?.[2]).toMatchObject({ env: { ONLY: "this" }, execArgv: [] });
  });

  it("is talked to by messages, and its end is told once with its last words", async () => {
    const { child, process } = setUp();
    const heard: unknown[] = [];
    const closed = vi.fn<() => void>();
    child.port.on("message", ({ data }) => heard.push(data));
    child.port.on("close", closed);
    child.port.postMessage("to it");
    process.emit("message", "from it");
    process.stderr.emit("data", "ggml: out of memory");
    process.emit("exit", 134);
    expect(process.last("postMessage")).toBe("to it");
    expect(heard).toEqual(["from it"]);
    expect(closed).toHaveBeenCalledOnce();
    expect(await child.exit).toEqual({ code: 134, signal: null, lastWords: "ggml: out of memory" });
  });

  it("is killed even when it does not listen, also before it has started", async () => {
    const deaf = spawn(globalThis.process.execPath, [
      "-e",
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
    ]);
    const { child, process } = setUp();
    child.kill();
    process.pid = deaf.pid;
    process.emit("spawn");
    const [, signal] = (await once(deaf, "exit")) as [number | null, string];
    expect(signal).toBe("SIGKILL");
    child.kill();
  });
});
