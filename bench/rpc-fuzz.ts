import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WebSocket } from "ws";
import { type AppProcess, startApp } from "./lib/app-process.ts";
import type { Bench } from "./lib/bench.ts";
import { type Malformed, sampleMalformed } from "./lib/malformed.ts";

const SHORT = 5_000;
const FULL = 20_000;
/** Sent together, so that calls also meet one another. */
const AT_ONCE = 100;
const ANSWERS_WITHIN_MS = 15_000;

interface Found {
  crashes: number;
  internal: number;
  hangs: number;
  examples: string[];
}

export const bench: Bench = {
  about: "malformed calls over the real socket: crashes, INTERNAL errors, calls that are never answered",
  async run({ full, folder, signal, report, note }) {
    const count = full ? FULL : SHORT;
    const seed = full ? Date.now() % 2 ** 31 : 1;
    note(`seed ${seed}`);
    const dataDir = join(folder, "data");
    const app = await startApp(dataDir);
    const found: Found = { crashes: 0, internal: 0, hangs: 0, examples: [] };
    const startedAt = performance.now();
    let sent = 0;
    try {
      const page = new Page(app, found);
      for (; sent < count && !signal.aborted && found.crashes === 0; sent += AT_ONCE) {
        const batch = sampleMalformed(AT_ONCE, seed + sent);
        await page.call(batch.filter((each) => each.kind === "call"));
        for (const each of batch) if (each.kind === "frame") await page.throwIn(each.frame);
      }
      await app.client.settings.get().catch(() => (found.crashes += 1));
      await app.quit();
    } finally {
      await app.kill();
    }
    found.crashes += unhandledIn(dataDir);
    for (const example of found.examples.slice(0, 10)) note(example);
    const seconds = (performance.now() - startedAt) / 1_000;
    const bad = found.crashes + found.internal + found.hangs;
    report({ metric: "bad", value: bad, unit: "calls", goal: { op: "=", value: 0 } });
    report({ metric: "crashes", value: found.crashes, unit: "count" });
    report({ metric: "internal", value: found.internal, unit: "calls" });
    report({ metric: "hangs", value: found.hangs, unit: "calls" });
    report({ metric: "calls", value: sent, unit: "count" });
    report({ metric: "callsPerSecond", value: sent / seconds, unit: "calls/s" });
  },
};

/** A page that misbehaves, and connects again whenever it was thrown out. */
class Page {
  readonly #app: AppProcess;
  readonly #found: Found;
  readonly #pending = new Map<string, (answer: string | null) => void>();
  #socket: Promise<WebSocket> | null = null;
  #calls = 0;

  constructor(app: AppProcess, found: Found) {
    this.#app = app;
    this.#found = found;
  }

  async call(batch: readonly Extract<Malformed, { kind: "call" }>[]): Promise<void> {
    const socket = await this.#connected();
    if (socket === null) return;
    await Promise.all(
      batch.map(async ({ path, input }) => {
        const answer = await this.#ask(socket, path, input === undefined ? {} : { json: input });
        if (answer === "closed") this.#note("hangs", `${path} closed the socket`, input);
        else if (answer === null) this.#note("hangs", path, input);
        else if (answer.includes('"code":"INTERNAL"')) this.#note("internal", path, input);
      }),
    );
  }

  /** Afterwards the app either still listens on this socket or has closed it. */
  async throwIn(frame: string | Uint8Array): Promise<void> {
    const socket = await this.#connected();
    if (socket === null) return;
    socket.send(frame);
    const answer = await this.#ask(socket, "/settings/get", {});
    if (answer === null)
      this.#note(
        "hangs",
        `a frame (socket ${String(socket.readyState)})`,
        typeof frame === "string" ? frame : [...frame],
      );
  }

  #ask(socket: WebSocket, path: string, body: unknown): Promise<string | null> {
    const id = `q${(this.#calls += 1)}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(null), ANSWERS_WITHIN_MS);
      const settle = (answer: string | null) => {
        clearTimeout(timer);
        this.#pending.delete(id);
        resolve(answer);
      };
      this.#pending.set(id, settle);
      socket.send(JSON.stringify({ i: id, p: { u: path, b: body } }));
    });
  }

  async #connected(): Promise<WebSocket | null> {
    try {
      this.#socket ??= this.#connect();
      return await this.#socket;
    } catch {
      this.#note("crashes", "no connection any more", null);
      return null;
    }
  }

  async #connect(): Promise<WebSocket> {
    const socket = await this.#app.connect();
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      const id = /^\{"i":"(q\d+)"/.exec(text)?.[1];
      if (id === undefined) {
        if (text.includes('"code":"INTERNAL"')) this.#note("internal", "a frame", text);
        return;
      }
      // What is a stream's first event came after its answer: the call is settled already.
      this.#pending.get(id)?.(text);
    });
    socket.on("close", () => {
      this.#socket = null;
      for (const settle of this.#pending.values()) settle("closed");
    });
    return socket;
  }

  #note(what: "crashes" | "internal" | "hangs", where: string, input: unknown): void {
    this.#found[what] += 1;
    this.#found.examples.push(`${what}: ${where.slice(0, 200)} ${JSON.stringify(input)?.slice(0, 300) ?? ""}`);
  }
}

/** Errors that reached nobody: the app goes on after them, but they are ours to find. */
function unhandledIn(dataDir: string): number {
  const log = readFileSync(join(dataDir, "logs/app.log"), "utf8");
  return log.split("\n").filter((line) => line.includes("that nobody handled")).length;
}
