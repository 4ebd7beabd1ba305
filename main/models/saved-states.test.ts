import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openKvStates } from "#main/engine/kv-states.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { addTiny, openForEach, patient } from "./testing/open-for-each.ts";
import type { OpenModels } from "./testing/open-models.ts";

let folder = "";
let open: OpenModels;
openForEach((opened, itsFolder) => {
  open = opened;
  folder = itsFolder;
});
const add = (name: string) => addTiny(open, name);

test("an erased conversation is forgotten by engines, and its saved states are removed", async () => {
  using lease = await open.models.acquire(await add("Ada"), patient());
  expect(lease.modelName).toBe("Ada");
  const states = dataPaths(join(folder, "data")).kvStates;
  const saved = openKvStates(states, 1e9);
  for (const chat of ["erased", "kept"]) {
    await saved.save(
      { key: chat, fingerprint: "f", place: 0 },
      { tokens: Array.from({ length: 1 }, () => 1), batches: [{ kept: 1, dropped: [], threads: 1 }] },
      (path) => writeFile(path, chat),
    );
  }
  await open.models.forgetConversation("erased");
  expect(open.engines.started[0]?.forgotten).toEqual(["erased"]);
  expect(await readdir(states)).toHaveLength(2);
  expect(await saved.find("erased", "f", () => 1)).toBeNull();
  expect(await saved.find("kept", "f", () => 1)).not.toBeNull();
});

test("who wants no saved states has none, also none of before", async () => {
  const states = dataPaths(join(folder, "data")).kvStates;
  await mkdir(states, { recursive: true });
  await writeFile(join(states, "a-b.state"), "words");
  open.settings.kvStateDiskMb = 0;
  using lease = await open.models.acquire(await add("Ada"), patient());
  expect(lease.modelName).toBe("Ada");
  expect(open.engines.started[0]?.options.load.kvStates).toBeNull();
  expect(existsSync(states)).toBe(false);
});
