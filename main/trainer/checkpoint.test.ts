import { existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { createCheckpoints, makeSureOfRoom, type RunOrigin } from "./checkpoint.ts";
import { AT_THE_BEGINNING } from "./run/progress.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

const origin: RunOrigin = { settings: USUAL_SETTINGS, dataHash: "data", model: "model" };
const at = (step: number) => ({ ...AT_THE_BEGINNING, step });

function open(folder = newFolder(), given: Partial<RunOrigin> = {}, freeBytes = 1e12, length = 3) {
  const numbers = {
    values: new Float32Array(length),
    mean: new Float32Array(length),
    square: new Float32Array(length),
  };
  const checkpoints = createCheckpoints({
    folder,
    origin: { ...origin, ...given },
    numbers,
    freeBytes: () => Promise.resolve(freeBytes),
  });
  return { ...checkpoints, ...numbers, folder, last: join(folder, "checkpoint.bin") };
}

function newFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

async function savedTwice(): Promise<ReturnType<typeof open>> {
  const run = open();
  run.values.set([1, 2, 3]);
  await run.save(at(1));
  run.values.set([4, 5, 6]);
  run.mean.set([7, 8, 9]);
  run.square.set([0.1, 0.2, 1e-30]);
  await run.save(at(2));
  return run;
}

describe("a checkpoint", () => {
  test("gives back the progress and every number to the last bit", async () => {
    const saved = await savedTwice();
    const { load, values, mean, square } = open(saved.folder);
    expect(await load()).toEqual({ progress: at(2), problem: null });
    expect([values, mean, square]).toEqual([saved.values, saved.mean, saved.square]);
  });

  test("is not there at the beginning", async () => {
    expect(await open().load()).toBeNull();
  });

  test("cut short at any place, or changed in any byte, it is refused and the one before is used", async () => {
    const { folder, last } = await savedTwice();
    const whole = readFileSync(last);
    for (const bytes of [0, 7, 12, 40, whole.length - 40, whole.length - 1]) {
      writeFileSync(last, whole);
      truncateSync(last, bytes);
      const { load, values } = open(folder);
      expect(await load()).toEqual({ progress: at(1), problem: expect.stringMatching(/cut short|not a file/) });
      expect([...values]).toEqual([1, 2, 3]);
    }
    for (let byte = 0; byte < whole.length; byte += 13) {
      const changed = Buffer.from(whole);
      changed[byte] = (changed[byte] ?? 0) ^ 0x10;
      writeFileSync(last, changed);
      expect(await open(folder).load()).toMatchObject({ progress: { step: 1 } });
    }
  });

  test("one that was refused does not take the place of the good one before", async () => {
    const { folder, last } = await savedTwice();
    truncateSync(last, 30);
    const run = open(folder);
    await run.load();
    await run.save(at(5));
    truncateSync(last, 30);
    expect(await open(folder).load()).toMatchObject({ progress: { step: 1 } });
  });

  test("between two renames there is still the one before", async () => {
    const { folder, last } = await savedTwice();
    renameSync(last, join(folder, "checkpoint-before.bin"));
    expect(await open(folder).load()).toEqual({ progress: at(2), problem: null });
  });

  test.each([
    ["another model", { model: "other" }],
    ["other data", { dataHash: "other" }],
    ["rank 16, not 8", { settings: { ...USUAL_SETTINGS, rank: 8 } }],
    ["modules", { settings: { ...USUAL_SETTINGS, modules: ["attn_q" as const] } }],
  ])("of %s is refused with the reason when there is no other", async (reason, given) => {
    const { folder } = await savedTwice();
    await expect(open(folder, given).load()).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining(reason) as string,
    });
  });

  test("how often it is saved may change", async () => {
    const { folder } = await savedTwice();
    const other = open(folder, { settings: { ...USUAL_SETTINGS, saveEvery: 7 } });
    expect(await other.load()).toMatchObject({ progress: { step: 2 } });
  });

  test("of an adapter of another size is refused", async () => {
    const { folder } = await savedTwice();
    await expect(open(folder, {}, 1e12, 4).load()).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  test("of a later version is refused with both versions", async () => {
    const { folder, last } = await savedTwice();
    const bytes = readFileSync(last);
    bytes.writeUInt32LE(9, 8);
    writeFileSync(last, bytes);
    expect(await open(folder).load()).toMatchObject({ problem: expect.stringMatching(/version 9.*version 1/) });
  });

  test("without room it is not begun, and the last one stays", async () => {
    const { folder } = await savedTwice();
    await expect(open(folder, {}, 1_000).save(at(3))).rejects.toMatchObject({
      code: "DISK_FULL",
      data: { path: folder, freeBytes: 1_000 },
    });
    expect(await open(folder).load()).toMatchObject({ progress: { step: 2 } });
    expect(existsSync(join(folder, "checkpoint.bin.part"))).toBe(false);
  });
});

describe("the best", () => {
  test("comes back alone", async () => {
    const run = await savedTwice();
    await run.saveBest({ step: 2, heldOutLoss: 1.5 });
    run.values.fill(0);
    expect(await run.loadBest()).toEqual({ step: 2, heldOutLoss: 1.5 });
    expect([...run.values]).toEqual([4, 5, 6]);
  });

  test("of other data, damaged or missing there is none", async () => {
    const run = await savedTwice();
    expect(await run.loadBest()).toBeNull();
    await run.saveBest({ step: 2, heldOutLoss: 1.5 });
    expect(await open(run.folder, { dataHash: "other" }).loadBest()).toBeNull();
    truncateSync(join(run.folder, "best.bin"), 50);
    expect(await run.loadBest()).toBeNull();
  });
});

test("room is asked for before anything begins, in words with both sizes", async () => {
  await expect(makeSureOfRoom("/runs", 5e6, () => Promise.resolve(2e6))).rejects.toThrow(
    /\/runs.*5 MB are needed and 2 MB are free/,
  );
});
