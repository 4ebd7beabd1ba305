import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { buildIfNeeded } from "#main/tools/build.ts";
import { root } from "#main/tools/test/command.ts";
import { findChromium } from "../e2e/fixtures/chromium.ts";
import type { Bench } from "./lib/bench.ts";
import { residentBytes } from "./lib/resident.ts";
import { median } from "./lib/statistics.ts";

const SHORT = 3;
const FULL = 10;
/** Long enough for what a start sets off (a look for models) to be over. */
const IDLE_AFTER_MS = 10_000;

export const bench: Bench = {
  about: "from the start of the process to a page that can be typed into, in a browser that is open; memory when idle",
  async run({ full, folder, signal, report, note }) {
    await buildIfNeeded();
    const executablePath = findChromium();
    const args = [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-sync",
    ];
    const browser = await chromium.launch({ args, ...(executablePath !== null && { executablePath }) });
    const times: { answered: number; usable: number }[] = [];
    let idleMb = 0;
    try {
      for (let round = 0; round < (full ? FULL : SHORT) && !signal.aborted; round += 1) {
        const isLast = round === (full ? FULL : SHORT) - 1;
        const context = await browser.newContext();
        const startedAt = performance.now();
        const app = await start(join(folder, "data"));
        const answered = performance.now() - startedAt;
        const page = await context.newPage();
        await page.goto(app.address);
        // The first thing that a person can use: a room of the rail, or the message to be written.
        await page.getByRole("navigation").getByRole("link").first().waitFor();
        times.push({ answered, usable: performance.now() - startedAt });
        if (isLast) {
          await wait(IDLE_AFTER_MS);
          idleMb = residentBytes(app.pid) / 1e6;
        }
        await context.close();
        await app.end();
        note(`round ${round + 1}: ${times.at(-1)?.usable.toFixed(0) ?? ""} ms`);
      }
    } finally {
      await browser.close();
    }
    report({ metric: "ms", value: median(times.map(({ usable }) => usable)), unit: "ms" });
    report({ metric: "serverMs", value: median(times.map(({ answered }) => answered)), unit: "ms" });
    report({ metric: "idleMb", value: idleMb, unit: "MB" });
  },
};

/** The built headless program, as people run it. */
async function start(dataDir: string): Promise<{ address: string; pid: number; end(): Promise<void> }> {
  const program = [
    join(root, "out/main/headless.js"),
    "--port",
    "0",
    "--no-open",
    "--no-sample",
    "--data-dir",
    dataDir,
  ];
  const child = spawn(process.execPath, program, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "close");
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      const found = /http:\/\/\S+(?=\n)/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
    void gone.then(() => reject(new Error(`the app ended: ${said}`)));
  });
  const end = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  return { address, pid: child.pid ?? 0, end };
}
