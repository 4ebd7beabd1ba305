import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import Database from "better-sqlite3";
import { newId } from "#main/lib/ids.ts";
import type { Store } from "#main/store/open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { MIGRATIONS, openTestStore } from "#main/store/testing.ts";
import { builtInPresets } from "./built-in.ts";
import type { Measurement, PresetParts } from "./contract.ts";
import { createPresets, type Presets } from "./service.ts";

const MODEL = newId();
const OTHER = newId();
const nothing: PresetParts = { sampling: null, systemPrompt: null, template: null, load: {}, drafting: null };

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let presets: Presets;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openTestStore(folder.path);
  presets = createPresets({ store });
});
afterEach(() => {
  presets.dispose();
  store.close();
  folder[Symbol.dispose]();
});

const view = async () => {
  for await (const shown of presets.watch(AbortSignal.timeout(1_000))) return shown;
  throw new Error("no view");
};
const measured = (over: Partial<Measurement>): Measurement => ({
  id: newId(),
  modelId: MODEL,
  presetId: null,
  at: 1,
  promptSpeed: 400,
  promptTokens: 450,
  answerSpeed: 30,
  quoting: null,
  memoryBytes: 7e8,
  gpuMemoryBytes: 0,
  contextTokens: 8_192,
  threads: 2,
  kvCacheType: "f16",
  drafting: "off",
  backend: "cpu",
  libraryVersion: "test",
  ...over,
});

test("what users had saved for their chats becomes presets for every model, in their order and with every value", () => {
  const db = new Database(":memory:");
  const names = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql"));
  const run = (name: string) => db.exec(readFileSync(join(MIGRATIONS, name), "utf8"));
  const at = names.findIndex((name) => name.includes("presets-for-models"));
  for (const name of names.slice(0, at)) run(name);
  const sampling = builtInPresets[1]?.sampling;
  const id = newId();
  db.prepare("INSERT INTO presets (id, name, sampling) VALUES (?, ?, ?)").run(id, "Letters", JSON.stringify(sampling));
  for (const name of names.slice(at)) run(name);
  const rows = db.prepare("SELECT id, model_id, name, parts FROM model_presets").all() as { parts: string }[];
  expect(rows).toMatchObject([{ id, model_id: null, name: "Letters" }]);
  expect(JSON.parse(rows[0]?.parts ?? "")).toEqual({ sampling });
  db.close();
});

test("the built-in ones stay as they are, the user's can be saved, changed and removed", async () => {
  const [first] = (await view()).presets;
  if (!first) throw new Error("no presets");
  const parts = { ...nothing, systemPrompt: "Be brief." };
  expect(() => presets.save({ id: first.id, modelId: null, name: "Mine", parts })).toThrow(/built in/);
  expect(() => presets.remove(first.id)).toThrow(/built in/);
  const mine = presets.save({ id: null, modelId: MODEL, name: "Mine", parts });
  presets.save({ id: mine.id, modelId: MODEL, name: "Letters", parts });
  expect((await view()).presets.at(-1)).toEqual({
    id: mine.id,
    modelId: MODEL,
    name: "Letters",
    builtIn: false,
    ...parts,
  });
  presets.remove(mine.id);
  expect((await view()).presets).toEqual(builtInPresets);
  expect(() => presets.remove(mine.id)).toThrow(/no longer there/);
});

test("what a preset leaves open, the usual one says, and then the model", () => {
  const usual = presets.save({
    id: null,
    modelId: MODEL,
    name: "Usual",
    parts: {
      ...nothing,
      template: "T1",
      load: { contextTokens: 4_096, threads: 1 },
      drafting: { kind: "lookup", tokens: 8 },
    },
  });
  const own = presets.save({
    id: null,
    modelId: MODEL,
    name: "Own",
    parts: { ...nothing, load: { threads: 2 }, drafting: { kind: "off" } },
  });
  expect(presets.inForce(own.id, MODEL)).toMatchObject({ presetId: own.id, template: null, load: { threads: 2 } });
  presets.setUsual(MODEL, usual.id);
  expect(presets.inForce(own.id, MODEL)).toEqual({
    presetId: own.id,
    template: "T1",
    load: { contextTokens: 4_096, threads: 2 },
    drafting: { kind: "off" },
  });
  expect(presets.inForce(null, MODEL)).toMatchObject({ presetId: usual.id, drafting: { kind: "lookup" } });
  // Of a chat whose model was changed, or a preset that was removed since.
  expect(presets.inForce(own.id, OTHER)).toEqual({
    presetId: null,
    template: null,
    load: {},
    drafting: { kind: "off" },
  });
  presets.remove(own.id);
  expect(presets.inForce(own.id, MODEL).presetId).toBe(usual.id);
});

test("new chats begin with the usual one, which is one of the model's own or for every model", () => {
  const other = presets.save({ id: null, modelId: OTHER, name: "Other", parts: nothing });
  expect(() => presets.setUsual(MODEL, other.id)).toThrow(/another model/);
  expect(() => presets.setUsual(MODEL, newId())).toThrow(/no longer there/);
  const exact = builtInPresets[3];
  presets.setUsual(MODEL, exact?.id ?? "");
  expect(presets.forNewChat(MODEL)).toMatchObject({ sampling: { temperature: 0 }, systemPrompt: null });
  presets.setUsual(MODEL, null);
  expect(presets.forNewChat(MODEL)).toMatchObject({ sampling: { temperature: 0.7 } });
});

test("measurements are kept by model and preset, oldest first, and go with their preset", async () => {
  const mine = presets.save({ id: null, modelId: MODEL, name: "Mine", parts: nothing });
  presets.noteMeasurement(measured({ at: 1 }));
  presets.noteMeasurement(measured({ at: 2, presetId: mine.id }));
  presets.noteMeasurement(measured({ at: 3, presetId: mine.id, answerSpeed: 40 }));
  expect(presets.measurements(MODEL, mine.id).map(({ at }) => at)).toEqual([2, 3]);
  expect((await view()).newest.map(({ presetId, answerSpeed }) => [presetId, answerSpeed])).toEqual([
    [null, 30],
    [mine.id, 40],
  ]);
  presets.remove(mine.id);
  expect(presets.measurements(MODEL, mine.id)).toEqual([]);
  expect(presets.measurements(MODEL, null)).toHaveLength(1);
});

test("a template is kept for the answers that were written with it, whatever becomes of the preset", () => {
  const sha256 = presets.keepTemplate("{{ messages }}");
  expect(presets.keepTemplate("{{ messages }}")).toBe(sha256);
  expect(presets.templateOf(sha256)).toBe("{{ messages }}");
  expect(presets.templateOf("0".repeat(64))).toBeNull();
});
