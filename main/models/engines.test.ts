import { rename, rm, truncate } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { addTiny, codeOf, openForEachOnTestClock, patient, phasesOf, writeAnswer } from "./testing/open-for-each.ts";
import type { OpenModels } from "./testing/open-models.ts";

let open: OpenModels;
openForEachOnTestClock((opened) => (open = opened));

const add = (name: string, seed?: number) => addTiny(open, name, seed);
const phases = () => phasesOf(open);
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("loading", () => {
  test("callers at the same time share one engine and one job", async () => {
    const id = await add("Ada");
    const progress: number[] = [];
    const leases = await Promise.all([
      open.models.acquire(id, { ...patient(), onProgress: (fraction) => progress.push(fraction) }),
      open.models.acquire(id, patient()),
      open.models.acquire(null, patient()),
    ]);
    expect(open.engines.started).toHaveLength(1);
    expect(new Set(leases.map(({ client }) => client)).size).toBe(1);
    expect(progress).toContain(0.5);
    const jobs = open.jobs.list().filter((job) => job.kind === "load-model");
    expect(jobs).toMatchObject([{ subject: "Ada" }]);
    expect(open.engines.started[0]?.options.load).toMatchObject({
      maxThreads: 8,
      modelFingerprint: leases[0]?.modelFingerprint,
    });
  });

  test("tells the engine of a template that cannot be used, and believes the engine that can use it all the same", async () => {
    const template = { jinja: "{% for m in messages %}{{ m['content'] }" };
    const { id, templateFault } = await open.models.addFile(await open.write("Broken.gguf", { template }));
    expect(templateFault).toMatchObject({ kind: "unreadable", line: 1 });
    await open.models.acquire(id, patient());
    expect(open.engines.started[0]?.options.load.templateFault).toBe("unusable");
    const view = await open.models.get();
    expect(view.models.find((model) => model.id === id)?.templateFault).toBeNull();
  });

  test("ends when the last who waits leaves, and not before", async () => {
    const id = await add("Ada");
    open.engines.hold = () => new Promise(() => undefined);
    const [first, second] = [new AbortController(), new AbortController()];
    const a = open.models.acquire(id, { ...patient(), signal: first.signal }).catch(codeOf);
    const b = open.models.acquire(id, { ...patient(), signal: second.signal }).catch(codeOf);
    await vi.waitUntil(async () => (await phases())[0] === "loading");
    first.abort();
    expect(await a).toBe("CANCELLED");
    expect(await phases()).toEqual(["loading"]);
    second.abort();
    expect(await b).toBe("CANCELLED");
    await vi.waitUntil(async () => (await phases()).length === 0);
    open.engines.hold = null;
    await open.models.acquire(id, patient());
    expect(await phases()).toEqual(["ready"]);
  });

  test("begins anew for who comes while it is being cancelled", async () => {
    const id = await add("Ada");
    open.engines.hold = () => new Promise(() => undefined);
    const first = new AbortController();
    const a = open.models.acquire(id, { ...patient(), signal: first.signal }).catch(codeOf);
    await vi.waitUntil(async () => (await phases())[0] === "loading");
    first.abort();
    expect(await a).toBe("CANCELLED");
    open.engines.hold = null;
    using lease = await open.models.acquire(id, patient());
    expect(lease.modelId).toBe(id);
  });

  test("by hand begins anew too, with a job of its own, while one is being cancelled", async () => {
    const id = await add("Ada");
    open.engines.hold = () => new Promise(() => undefined);
    const leaving = new AbortController();
    const a = open.models.acquire(id, { ...patient(), signal: leaving.signal }).catch(codeOf);
    await vi.waitUntil(async () => (await phases())[0] === "loading");
    const first = open.jobs.list()[0]?.id;
    leaving.abort();
    expect(await a).toBe("CANCELLED");
    open.engines.hold = null;
    const { jobId } = open.models.load(id);
    expect(jobId).not.toBe(first);
    await vi.waitUntil(async () => (await phases())[0] === "ready");
    expect(open.jobs.list().find((job) => job.id === jobId)?.state).toBe("done");
  });

  test("by hand begins anew after it was unloaded while it loaded", async () => {
    const id = await add("Ada");
    open.engines.hold = () => new Promise(() => undefined);
    open.models.load(id);
    await soon();
    await open.models.unload(id);
    open.engines.hold = null;
    open.models.load(id);
    await vi.waitUntil(async () => (await phases())[0] === "ready");
  });

  test("that the user asked for goes on though nobody waits, until its job is cancelled", async () => {
    const id = await add("Ada");
    open.engines.hold = () => new Promise(() => undefined);
    const { jobId } = open.models.load(id);
    const waiting = new AbortController();
    const waits = open.models.acquire(id, { ...patient(), signal: waiting.signal }).catch(codeOf);
    await soon();
    waiting.abort();
    expect(await waits).toBe("CANCELLED");
    await soon();
    expect(await phases()).toEqual(["loading"]);
    const other = open.models.acquire(id, patient()).catch(codeOf);
    await soon();
    open.jobs.cancel(jobId);
    expect(await other).toBe("CANCELLED");
    expect(await phases()).toEqual([]);
  });

  test("tells why it failed, to those who wait, in the job and in the list of engines", async () => {
    const id = await add("Ada");
    const error = new AppError("BACKEND_NOT_AVAILABLE", "no card", { backend: "cuda", available: "cpu" });
    open.engines.hold = () => Promise.reject(error);
    expect(await open.models.acquire(id, patient()).catch(codeOf)).toBe("BACKEND_NOT_AVAILABLE");
    expect((await open.models.get()).engines).toMatchObject([
      { phase: "failed", error: { code: "BACKEND_NOT_AVAILABLE" } },
    ]);
    await vi.waitUntil(() => open.jobs.list()[0]?.state === "failed");
  });

  test("is refused for a file that is gone, cut short, or another, each with its own error", async () => {
    const id = await add("Ada");
    const path = (await open.list())[0]?.path ?? "";
    await rename(path, `${path}.away`);
    expect(await open.models.acquire(id, patient()).catch(codeOf)).toBe("MODEL_NOT_FOUND");
    expect(await open.list()).toMatchObject([{ problem: { code: "MODEL_NOT_FOUND" } }]);

    await open.write("Ada.gguf", { name: "Eve", seed: 9 });
    expect(await open.models.acquire(id, patient()).catch(codeOf)).toBe("MODEL_CHANGED");

    await truncate(path, 50_000);
    expect(await open.models.acquire(id, patient()).catch(codeOf)).toBe("MODEL_INVALID");

    await rm(path);
    await rename(`${path}.away`, path);
    await open.models.acquire(id, patient());
    expect(await open.list()).toMatchObject([{ problem: null }]);
    expect(open.engines.started).toHaveLength(1);
  });

  test("without any model is NO_MODEL; of one that is not listed NOT_FOUND", async () => {
    expect(await open.models.acquire(null, patient()).catch(codeOf)).toBe("NO_MODEL");
    const unknown = "00000000-0000-7000-8000-000000000000";
    expect(await open.models.acquire(unknown, patient()).catch(codeOf)).toBe("NOT_FOUND");
  });
});

describe("memory", () => {
  test("a model that nobody uses is put away for another, one that is in use is not", async () => {
    const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
    const lease = await open.models.acquire(ada, patient());
    open.machine.freeMemoryBytes = 1e6;
    expect(await open.models.acquire(eve, patient()).catch(codeOf)).toBe("NOT_ENOUGH_MEMORY");
    expect(open.engines.started[0]?.isShutDown).toBe(false);

    lease[Symbol.dispose]();
    const freed = () => (open.engines.started[0]?.isShutDown ? 8e9 : 1e6);
    Object.defineProperty(open.machine, "freeMemoryBytes", { get: freed, enumerable: true });
    await open.models.acquire(eve, patient());
    expect(open.engines.started.map(({ options }) => options.modelName)).toEqual(["Ada", "Eve"]);
  });

  test("the error says how much is needed and how much can be had; the user may load anyway", async () => {
    const id = await add("Ada");
    open.machine.freeMemoryBytes = 1e6;
    const error = await open.models.acquire(id, patient()).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "NOT_ENOUGH_MEMORY", data: { model: "Ada", freeBytes: 1e6 } });
    const [model] = await open.list();
    expect(model?.fit.state).toBe("too-large");
    open.models.setLoadOptions(id, { ...model?.loadOptions, ignoreMemoryCheck: true } as never);
    await open.models.acquire(id, patient());
  });
});

describe("idleness", () => {
  test("a model is put away after the time in the settings, and never while it is held", async () => {
    const id = await add("Ada");
    open.settings.idleUnloadMinutes = 10;
    const lease = await open.models.acquire(id, patient());
    vi.advanceTimersByTime(30 * 60_000);
    expect(await phases()).toEqual(["ready"]);
    lease[Symbol.dispose]();
    vi.advanceTimersByTime(9 * 60_000);
    expect(await phases()).toEqual(["ready"]);
    vi.advanceTimersByTime(2 * 60_000);
    await soon();
    expect(open.engines.started[0]?.isShutDown).toBe(true);
    expect(await phases()).toEqual([]);
    expect(open.models.acquireIfLoaded(id)).toBeNull();
  });

  test("0 minutes is never", async () => {
    open.settings.idleUnloadMinutes = 0;
    (await open.models.acquire(await add("Ada"), patient()))[Symbol.dispose]();
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(await phases()).toEqual(["ready"]);
  });
});

test("engines that write at the same time share the cores, and get them back", async () => {
  const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
  const [a, b] = [await open.models.acquire(ada, patient()), await open.models.acquire(eve, patient())];
  const first = writeAnswer(a);
  await soon();
  const second = writeAnswer(b);
  await soon();
  const [one, two] = open.engines.started;
  expect([one?.threads.at(-1), two?.threads.at(-1)]).toEqual([4, 4]);
  one?.finishAnswer();
  await first;
  expect(two?.threads.at(-1)).toBe(8);
  two?.finishAnswer();
  await second;
});

test("a model that writes is not unloaded; one that does not is", async () => {
  const id = await add("Ada");
  const lease = await open.models.acquire(id, patient());
  const answer = writeAnswer(lease);
  await soon();
  expect(await open.models.unload(id).catch(codeOf)).toBe("CONFLICT");
  open.engines.started[0]?.finishAnswer();
  await answer;
  await open.models.unload(id);
  expect(open.engines.started[0]?.isShutDown).toBe(true);
});

test("closing the app ends engines in order, so that they save what they have", async () => {
  const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
  await open.models.acquire(ada, patient());
  await open.models.acquire(eve, patient());
  await open.models.dispose();
  expect(open.engines.started.map(({ isShutDown }) => isShutDown)).toEqual([true, true]);
});

test("who wants to know hears of a model that was loaded, when it can be used, and no more once that is over", async () => {
  const id = await add("Ada");
  const heard: unknown[] = [];
  const listening = open.models.onLoaded((modelId) => {
    using lease = open.models.acquireIfLoaded(modelId);
    heard.push(lease?.modelId);
  });
  open.models.load(id);
  await expect.poll(() => heard).toEqual([id]);
  listening[Symbol.dispose]();
  await open.models.unload(id);
  using lease = await open.models.acquire(id, patient());
  await soon();
  expect([heard.length, lease.modelId]).toEqual([1, id]);
});

test("a page hears of engines, of models and of memory while it watches", async () => {
  const id = await add("Ada");
  const stop = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const event of open.models.watch(stop.signal)) seen.push(event.type);
  })();
  await soon();
  await open.models.acquire(id, patient());
  open.models.rename(id, "Countess");
  await vi.waitUntil(() => seen.includes("models"));
  vi.advanceTimersByTime(2_500);
  await vi.waitUntil(() => seen.includes("machine"));
  expect(seen[0]).toBe("snapshot");
  expect(seen).toContain("engines");
  stop.abort();
  await watching;
});
