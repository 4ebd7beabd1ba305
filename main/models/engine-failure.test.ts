import { expect, test, vi } from "vitest";
import type { GenerateInput } from "#main/engine/contract.ts";
import type { EngineLease } from "./lease.ts";
import { addTiny, openForEach, patient } from "./testing/open-for-each.ts";
import type { OpenModels } from "./testing/open-models.ts";

let open: OpenModels;
openForEach((opened) => {
  open = opened;
});
const add = (name: string) => addTiny(open, name);

async function write(lease: EngineLease): Promise<void> {
  const events = lease.client.generate({} as GenerateInput, new AbortController().signal)[Symbol.asyncIterator]();
  while (!(await events.next()).done);
}

const phases = async () => (await open.models.get()).engines.map(({ phase }) => phase);
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

async function crashOnce(id: string): Promise<void> {
  const lease = await open.models.acquire(id, patient());
  open.engines.started.at(-1)?.crash();
  lease[Symbol.dispose]();
  await soon();
}

test("a crash is shown, and the next use starts the engine again", async () => {
  const id = await add("Ada");
  await crashOnce(id);
  expect((await open.models.get()).engines).toMatchObject([{ phase: "failed", error: { code: "ENGINE_CRASHED" } }]);
  const lease = await open.models.acquire(id, patient());
  expect(lease.modelName).toBe("Ada");
  expect(open.engines.started).toHaveLength(2);
  expect(await phases()).toEqual(["ready"]);
});

test("three crashes in a row wait for the user", async () => {
  const id = await add("Ada");
  for (let time = 0; time < 3; time++) await crashOnce(id);
  expect(await phases()).toEqual(["paused"]);
  const error = await open.models.acquire(id, patient()).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "ENGINE_KEEPS_CRASHING", data: { model: "Ada", times: 3 } });
  expect(open.engines.started).toHaveLength(3);
  open.models.forgetCrashes(id);
  await open.models.acquire(id, patient());
  expect(open.engines.started).toHaveLength(4);
});

test("an answer that came to its end shows that the engine works", async () => {
  const id = await add("Ada");
  await crashOnce(id);
  await crashOnce(id);
  const lease = await open.models.acquire(id, patient());
  const answer = write(lease);
  await soon();
  open.engines.started.at(-1)?.finishAnswer();
  await answer;
  lease[Symbol.dispose]();
  await crashOnce(id);
  expect(await phases()).toEqual(["failed"]);
});

test("asking for it on the Models page begins anew", async () => {
  const id = await add("Ada");
  for (let time = 0; time < 3; time++) await crashOnce(id);
  open.models.load(id);
  await vi.waitUntil(async () => (await phases())[0] === "ready");
});
