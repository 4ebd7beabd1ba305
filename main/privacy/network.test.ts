import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "#main/lib/log.ts";
import type { Store } from "#main/store/open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "#main/store/testing.ts";
import { createNetwork, type Network } from "./network.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let network: Network;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openTestStore(folder.path);
  network = createNetwork({ store, log: createLog({ level: "silent" }) });
});
afterEach(() => {
  store.close();
  folder[Symbol.dispose]();
});

const sample = { host: "pypi.org", purpose: "the sample model" };

test("nothing is let out by itself; the attempt is counted and listed", () => {
  expect(() => network.open(sample)).toThrow(expect.objectContaining({ code: "NETWORK_OFF", data: sample }));
  expect(network.state()).toMatchObject({
    network: "off",
    tried: 1,
    made: 0,
    connections: [{ ...sample, allowed: false }],
  });
  expect(store.db.prepare("SELECT host, allowed FROM connections").all()).toEqual([{ host: "pypi.org", allowed: 0 }]);
});

test("what was allowed goes out once, for that host and purpose alone, and the network is off again after it", () => {
  network.allowOnce(sample);
  expect(network.state().network).toBe("on");
  expect(() => network.open({ host: "example.org", purpose: "the sample model" })).toThrow();
  expect(() => network.open({ host: "pypi.org", purpose: "something else" })).toThrow();
  const outbound = network.open(sample);
  outbound.countSent(10);
  outbound.countReceived(2_000);
  expect(network.state()).toMatchObject({ network: "on", tried: 3, made: 1 });
  outbound.close();
  outbound.countReceived(5);
  expect(network.state()).toMatchObject({
    network: "off",
    connections: [{ sentBytes: 10, receivedBytes: 2_000 }, {}, {}],
  });
  expect(() => network.open(sample)).toThrow();
  const row = store.db.prepare(
    "SELECT sent_bytes AS sent, received_bytes AS received FROM connections WHERE allowed = 1",
  );
  expect(row.all()).toEqual([{ sent: 10, received: 2_000 }]);
});

test("an allowance that was not used lapses when it is given back", () => {
  const allowance = network.allowOnce(sample);
  expect(network.state().network).toBe("on");
  allowance[Symbol.dispose]();
  expect(network.state().network).toBe("off");
  expect(() => network.open(sample)).toThrow();
});

test("who watches hears of every attempt", async () => {
  const changes = network.changes();
  expect(() => network.open(sample)).toThrow();
  expect((await changes.next()).value).toBe(true);
  await changes.return?.();
});

test("what takes several connections is on until it ends, under the hosts that are really reached", () => {
  const allowance = network.allow({ kind: "download", host: "hub.example", purpose: "Download of a model" });
  expect(network.state()).toMatchObject({ network: "on", reasons: [{ kind: "download", host: "hub.example" }] });
  allowance.open("hub.example").close();
  allowance.open("storage.example").close();
  allowance[Symbol.dispose]();
  expect(network.state()).toMatchObject({ network: "off", reasons: [], tried: 2, made: 2 });
  expect(network.state().connections.map(({ host, purpose }) => [host, purpose])).toEqual([
    ["storage.example", "Download of a model"],
    ["hub.example", "Download of a model"],
  ]);
  expect(() => allowance.open("storage.example")).toThrow(expect.objectContaining({ code: "NETWORK_OFF" }));
});
