import { expect, test, vi } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { addTiny, codeOf, openForEachOnTestClock, patient, phasesOf, writeAnswer } from "./testing/open-for-each.ts";
import type { OpenModels } from "./testing/open-models.ts";

let open: OpenModels;
openForEachOnTestClock((opened) => (open = opened));

const add = (name: string, seed?: number) => addTiny(open, name, seed);
const phases = () => phasesOf(open);
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

const names = () => open.engines.started.map(({ options, isShutDown }) => (isShutDown ? "" : options.modelName));
const use = async (id: string) => (await open.models.acquire(id, patient()))[Symbol.dispose]();

test("switching to what cannot fit leaves the old one as it is", async () => {
  const [ada, eve] = [await add("Ada", 1), await add("Eve", 2)];
  await use(ada);
  open.machine.freeMemoryBytes = 1e6;
  const [, model] = await open.list();
  await open.models.setLoadOptions(eve, { ...model?.loadOptions, contextTokens: 4_000_000 } as never);
  expect(await open.models.acquire(eve, patient()).catch(codeOf)).toBe("NOT_ENOUGH_MEMORY");
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
  expect(await open.models.acquire(eve, patient()).catch(codeOf)).toBe("MODEL_INVALID");
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
  const answer = writeAnswer(e);
  await soon();
  open.engines.started[0]?.crash();
  await vi.waitUntil(async () => (await phases()).includes("failed"));
  open.engines.started[1]?.finishAnswer();
  await answer;
  expect(names()[1]).toBe("Eve");
  using again = await open.models.acquire(ada, patient());
  expect([a.modelName, again.modelName]).toEqual(["Ada", "Ada"]);
});
