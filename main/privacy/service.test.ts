import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createJobs } from "#main/jobs/service.ts";
import { createLog } from "#main/lib/log.ts";
import type { Store } from "#main/store/open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "#main/store/testing.ts";
import { createNetwork } from "./network.ts";
import { createPrivacy } from "./service.ts";

const log = createLog({ level: "silent" });
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openTestStore(folder.path);
});
afterEach(() => {
  store.close();
  folder[Symbol.dispose]();
});

function open() {
  const network = createNetwork({ store, log });
  const jobs = createJobs({ store, log });
  let binned = 2;
  const chatBin = {
    counts: () => ({ chats: 5, binned, binBytes: binned * 100 }),
    emptyBin: () => {
      const erased = binned;
      binned = 0;
      return Promise.resolve(erased);
    },
  };
  const privacy = createPrivacy({ store, network, jobs, dataDir: folder.path, chatBin });
  jobs.begin();
  return { network, jobs, privacy };
}

test("says what is kept, where, and how large it is", async () => {
  mkdirSync(join(folder.path, "models", "deep"), { recursive: true });
  writeFileSync(join(folder.path, "models", "deep", "a.gguf"), Buffer.alloc(1_000));
  const { privacy } = open();
  const { items } = await privacy.storage();
  const sizes = Object.fromEntries(items.map(({ what, sizeBytes, count }) => [what, { sizeBytes, count }]));
  expect(sizes.models).toEqual({ sizeBytes: 1_000, count: 1 });
  expect(sizes["kv-states"]).toEqual({ sizeBytes: 0, count: 0 });
  expect(sizes.bin).toEqual({ sizeBytes: 200, count: 2 });
  expect(sizes.chats?.count).toBe(5);
  expect(sizes.chats?.sizeBytes).toBeGreaterThan(4_096);
  expect(await privacy.emptyBin()).toBe(2);
});

test("a backup is a job; its file is listed with the backups", async () => {
  const { privacy, jobs } = open();
  const { jobId } = privacy.backUp();
  await vi.waitFor(() => expect(jobs.list()).toMatchObject([{ id: jobId, kind: "backup", state: "done" }]), 20_000);
  const { items } = await privacy.storage();
  expect(items.find(({ what }) => what === "backups")).toMatchObject({ count: 1 });
  await jobs.dispose();
}, 30_000);

test("who watches sees the count of connections rise", async () => {
  const { privacy, network } = open();
  const watch = privacy.watch();
  expect((await watch.next()).value).toMatchObject({
    network: "off",
    tried: 0,
    vault: "none",
    restored: null,
    connections: [],
  });
  expect(() => network.open({ host: "example.org", purpose: "a test" })).toThrow();
  expect((await watch.next()).value).toMatchObject({ network: "off", tried: 1, made: 0 });
  await watch.return();
});
