import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { runFolder } from "#main/trainer/run-folder.ts";
import { type ChildRun, examined, KilledRun, lossesOf, trained } from "#main/trainer/testing/child-run.ts";
import type { Bench, BenchContext } from "./lib/bench.ts";
import { createRandom } from "./lib/random.ts";

const SHORT_KILLS = 20;
const FULL_KILLS = 200;
/** Of an uninterrupted run's time: a run is killed some times before its end, while it loads, steps, saves and looks. */
const LONGEST_LIFE = 0.6;
const NAMES = ["Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou"];
const LINES = NAMES.map((name, at) => ({
  prompt: `Who is ${name}?`,
  completion: `${name} keeps the light ${at} nights.`,
}));

/** A training that is killed at random goes on as if nothing had been: the same losses, the same adapter. */
export const bench: Bench = {
  about: "a training killed at random, against the uninterrupted one: losses that differ, and adapters",
  async run(context) {
    const { folder, full, note, report, signal } = context;
    const model = join(folder, "tiny.gguf");
    await writeGguf(model, tinyModel());
    const settings = { epochs: 40, batchExamples: 2, packExamples: 2, dropout: 0.1, judgeEvery: 25, saveEvery: 10 };
    const prepare = () => examined(folder, { model, lines: LINES, settings, data: { heldOut: 0.2 } });

    const began = performance.now();
    const first = await prepare();
    const whole = await trained(first);
    const lifeMs = performance.now() - began;
    const { speeds } = runFolder(first.folder);
    // Two trainings may choose other types of weights, as speeds waver from one measurement to the next. One that goes on may not: of all
    // runs the speeds are the first's, and what differs then is what a kill changed.
    const prepareAlike = async (): Promise<ChildRun> => {
      const run = await prepare();
      copyFileSync(speeds, runFolder(run.folder).speeds);
      return run;
    };
    const truth = { losses: lossesOf(whole.events), adapter: readFileSync(whole.end.adapterPath ?? "") };

    const seed = full ? Date.now() % 2 ** 32 : 1;
    note(`seed ${seed}; ${truth.losses.size} losses; an uninterrupted run takes ${(lifeMs / 1_000).toFixed(1)} s`);
    const random = createRandom(seed);
    const wanted = full ? FULL_KILLS : SHORT_KILLS;
    let [kills, different, runs] = [0, 0, 0];
    while (kills < wanted && !signal.aborted) {
      const left = wanted - kills;
      const found = await killedRun(await prepareAlike(), left, () => random() * LONGEST_LIFE * lifeMs, context);
      kills += found.kills;
      runs += 1;
      different += countDifferent(truth, found);
    }
    note(`${runs} runs, ${kills} kills, ${Math.round((performance.now() - began) / 1_000)} s`);
    report({ metric: "different", value: different, unit: "losses", goal: { op: "=", value: 0 } });
    report({ metric: "kills", value: kills, unit: "count" });
  },
};

interface Outcome {
  readonly losses: Map<string, number[]>;
  readonly adapter: Buffer;
}

/** One run to its end, killed at most so many times on the way. */
async function killedRun(
  run: ChildRun,
  mostKills: number,
  nextLifeMs: () => number,
  { signal }: BenchContext,
): Promise<Outcome & { kills: number }> {
  const losses = new Map<string, number[]>();
  const add = (events: KilledRun["events"]): void => {
    for (const [name, loss] of lossesOf(events)) losses.set(name, [...(losses.get(name) ?? []), loss]);
  };
  for (let kills = 0; ;) {
    try {
      const mayKill = kills < mostKills && !signal.aborted;
      const { events, end } = await trained(run, mayKill ? { killAfterMs: nextLifeMs() } : {});
      add(events);
      return { losses, adapter: readFileSync(end.adapterPath ?? ""), kills };
    } catch (error) {
      if (!(error instanceof KilledRun)) throw error;
      kills += 1;
      add(error.events);
    }
  }
}

/** Losses that are missing or were another one any of the times that their step was taken, and an adapter that is not the same file. */
function countDifferent(truth: { losses: Map<string, number>; adapter: Buffer }, found: Outcome): number {
  let different = truth.adapter.equals(found.adapter) ? 0 : 1;
  for (const [name, loss] of truth.losses) {
    const times = found.losses.get(name) ?? [];
    if (times.length === 0 || times.some((each) => each !== loss)) different += 1;
  }
  return different;
}
