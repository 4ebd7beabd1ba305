import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { GenerateInput } from "#main/engine/contract.ts";
import { AppError } from "#main/rpc/errors.ts";
import { temporaryFolder } from "#main/store/testing.ts";
import type { EngineLease } from "./lease.ts";
import { openModels, type OpenModels } from "./testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;

beforeEach(async () => {
  // The clock of idleness is the test's; everything else (threads, files) goes on in real time.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  folder = temporaryFolder();
  open = await openModels(folder.path);
});
afterEach(async () => {
  vi.useRealTimers();
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const patient = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

async function add(name: string, seed = 1): Promise<string> {
  return (await open.models.addFile(await open.write(`${name}.gguf`, { name, seed }))).id;
}

async function write(lease: EngineLease): Promise<void> {
  const events = lease.client.generate({} as GenerateInput, new AbortController().signal)[Symbol.asyncIterator]();
  while (!(await events.next()).done);
}

const code = (error: unknown) => (error instanceof AppError ? error.code : error);
const phases = async () => (await open.models.get()).engines.map(({ phase }) => phase);
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

const names = () => open.engines.started.map(({ options, isShutDown }) => (isShutDown ? "" : options.modelName));
const use = async (id: string) => (await open.models.acquire(id, patient()))[Symbol.dispose]();

test("switching to what cannot fit leaves the old one as it is", async () => {
  const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
  await use(ada);
  open.machine.freeMemoryBytes = 1e6;
  const [, model] = await open.list();
  await open.models.setLoadOptions(eve, { ...model?.loadOptions, contextTokens: 4_000_000 } as never);
  expect(await open.models.acquire(eve, patient()).catch(code)).toBe("NOT_ENOUGH_MEMORY");
  expect(names()).toEqual(["Ada"]);
  using lease = await open.models.acquire(ada, patient());
  expect(lease.modelName).toBe("Ada");
});

test("switching to what cannot be loaded brings the old one back that had made room for it", async () => {
  const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
  await use(ada);
  const freed = () => (open.engines.started[0]?.isShutDown ? 8e9 : 1e6);
  Object.defineProperty(open.machine, "freeMemoryBytes", { get: freed, enumerable: true });
  const broken = new AppError("MODEL_INVALID", "", { file: "Eve", problem: "" });
  open.engines.hold = () => {
    open.engines.hold = null;
    return Promise.reject(broken);
  };
  expect(await open.models.acquire(eve, patient()).catch(code)).toBe("MODEL_INVALID");
  await vi.waitUntil(() => names().join() === ",Ada");
  await vi.waitUntil(() => open.models.acquireIfLoaded(ada) !== null);
});

test("several stay loaded within the memory that the settings allow; the longest unused goes first", async () => {
  open.settings.warmModelsMb = 1_300;
  const [ada, eve, joe] = [await add("Ada", 1), await add("Eve", 2), await add("Joe", 3)];
  await use(ada);
  vi.advanceTimersByTime(10);
  await use(eve);
  vi.advanceTimersByTime(10);
  await use(ada);
  expect(names()).toEqual(["Ada", "Eve"]);
  vi.advanceTimersByTime(10);
  open.settings.warmModelsMb = 700;
  await use(joe);
  expect(names()).toEqual(["Ada", "", "Joe"]);
});

test("a crash of one touches no other", async () => {
  const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
  const [a, e] = [await open.models.acquire(ada, patient()), await open.models.acquire(eve, patient())];
  const answer = write(e);
  await soon();
  open.engines.started[0]?.crash();
  await vi.waitUntil(async () => (await phases()).includes("failed"));
  open.engines.started[1]?.finishAnswer();
  await answer;
  expect(names()[1]).toBe("Eve");
  using again = await open.models.acquire(ada, patient());
  expect([a.modelName, again.modelName]).toEqual(["Ada", "Ada"]);
});
