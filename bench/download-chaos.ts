import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Content, randomContent } from "#main/models/hub/testing/content.ts";
import { type Fault, type SeenRequest, startTestHub, type TestHub } from "#main/models/hub/testing/hub-server.ts";
import { type AppProcess, startApp } from "./lib/app-process.ts";
import type { Bench } from "./lib/bench.ts";
import { downloadEnded, pauseAndResume, REPOSITORY, startDownload } from "./lib/download.ts";
import { createRandom } from "./lib/random.ts";

const SHORT = { downloads: 40, withinMs: 45_000 };
const FULL = { downloads: 200, withinMs: 900_000 };
const BYTES = 24_000_000;
/** Of each connection: slow enough that something can happen on the way. */
const BYTES_PER_SECOND = 30_000_000;
/** How often somebody tries again before it is called stuck. */
const PATIENCE = 12;

export const bench: Bench = {
  about:
    "downloads through a server that cuts, delays, lies and restarts, with Cloister killed at random: wrong bytes offered, bytes fetched twice",
  async run({ full, folder, signal, report, note }) {
    const { downloads, withinMs } = full ? FULL : SHORT;
    const seed = Date.now() % 1e9;
    note(`seed ${seed}`);
    const random = createRandom(seed);
    await using hub = await startTestHub();
    hub.bytesPerSecond = BYTES_PER_SECOND;
    const files = new Map<string, Content>();
    hub.repositories.set(REPOSITORY, { files, licence: "mit" });
    hub.misbehave = (request) => faultFor(request, random);
    const dataDir = join(folder, "data");
    const people = createPeople(dataDir, hub);
    const startedAt = performance.now();
    const total = { brought: 0, wrong: 0, stuck: 0, thrownAway: 0, kills: 0, bytes: 0 };
    try {
      while (total.brought + total.stuck < downloads && performance.now() - startedAt < withinMs && !signal.aborted) {
        const file = `model-${String(total.brought + total.stuck)}.gguf`;
        const content = randomContent(BYTES, 1 + (total.brought % 5));
        files.set(file, content);
        const outcome = await people.bring(file, content, random);
        total.kills += outcome.kills;
        total.thrownAway += outcome.thrownAway;
        total.wrong += outcome.wrong;
        total.bytes += BYTES;
        if (outcome.isHere) total.brought += 1;
        else total.stuck += 1;
      }
    } finally {
      await people.quit();
    }
    // What a server lied about has to come again, and nobody can know which part of it.
    const twice = Math.max(0, hub.sentBytes - total.thrownAway - total.bytes);
    note(
      `${total.kills} kills; ${(total.thrownAway / 1e6).toFixed(0)} MB were wrong and thrown away; ${hub.requests.length} requests`,
    );
    report({ metric: "wrong", value: total.wrong, unit: "files", goal: { op: "=", value: 0 } });
    report({ metric: "stuck", value: total.stuck, unit: "files", goal: { op: "=", value: 0 } });
    report({ metric: "twice", value: twice / total.bytes, unit: "ratio", goal: { op: "<=", value: 0.05 } });
    report({ metric: "downloads", value: total.brought, unit: "count" });
    report({ metric: "kills", value: total.kills, unit: "count" });
  },
};

/** One request in five goes wrong somehow. */
function faultFor({ at }: SeenRequest, random: () => number): Fault | null {
  const luck = random();
  if (at === "hub") return luck < 0.03 ? { kind: "status", status: 503, headers: { "retry-after": "0" } } : null;
  if (luck < 0.08) return { kind: "cut", afterBytes: 100_000 + Math.floor(random() * 2_000_000) };
  if (luck < 0.11) return { kind: "reset" };
  if (luck < 0.14) return { kind: "status", status: 429, headers: { "retry-after": "0" } };
  if (luck < 0.16) return { kind: "status", status: 500 };
  if (luck < 0.18) return { kind: "status", status: 403 };
  if (luck < 0.185) return { kind: "html" };
  if (luck < 0.19) return { kind: "wrong-length" };
  return luck < 0.195 ? { kind: "wrong-byte" } : null;
}

interface Outcome {
  isHere: boolean;
  kills: number;
  /** Bytes that had been fetched of a file that proved wrong. */
  thrownAway: number;
  wrong: number;
}

/** Somebody who starts Cloister, asks for a model, loses patience with it and tries again. */
function createPeople(dataDir: string, hub: TestHub) {
  let app: AppProcess | null = null;

  async function running(): Promise<AppProcess> {
    if (app !== null) return app;
    app = await startApp(dataDir);
    await app.client.settings.set({ hubAddress: hub.address });
    return app;
  }

  async function attempt(file: string, random: () => number): Promise<string> {
    const { client } = await running();
    const jobId = await startDownload(client, { file, name: file });
    if (random() < 0.15) setTimeout(() => hub.cutAll(), random() * 300);
    if (random() < 0.1) {
      await wait(random() * 200);
      await pauseAndResume(client, jobId);
    }
    if (random() < 0.25) {
      await wait(random() * 500);
      await app?.kill();
      app = null;
      return "killed";
    }
    const job = await downloadEnded(client, jobId);
    return job.error?.code ?? job.state;
  }

  return {
    async bring(file: string, content: Content, random: () => number): Promise<Outcome> {
      const path = join(dataDir, "models", REPOSITORY, file);
      const outcome: Outcome = { isHere: false, kills: 0, thrownAway: 0, wrong: 0 };
      for (let tries = 0; tries < PATIENCE; tries++) {
        const ended = await attempt(file, random);
        if (ended === "killed") outcome.kills += 1;
        if (ended === "CHECKSUM_MISMATCH") outcome.thrownAway += content.sizeBytes;
        if (!existsSync(path)) continue;
        outcome.isHere = true;
        if (createHash("sha256").update(readFileSync(path)).digest("hex") !== content.sha256) outcome.wrong += 1;
        return outcome;
      }
      return outcome;
    },
    async quit() {
      await app?.quit();
    },
  };
}
