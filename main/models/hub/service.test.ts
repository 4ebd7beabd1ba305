import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Sealing } from "#main/host.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { lockFolder } from "#main/store/lock.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { bufferContent, randomContent } from "./testing/content.ts";
import { startTestHub, type TestHub } from "./testing/hub-server.ts";
import { openHub, type OpenHub } from "./testing/open-hub.ts";

// Downloads run in threads, whose start takes long on a machine that is busy.
vi.setConfig({ testTimeout: 30_000 });

let folder: ReturnType<typeof temporaryFolder>;
let server: TestHub;
let open: OpenHub;

const REPOSITORY = "owner/tiny-GGUF";
const wanted = {
  ...{ name: "Tiny Q8_0", repository: REPOSITORY, file: null, quantisation: "Q8_0" },
  ...{ networkAllowed: true, acceptedLicence: null },
};

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startTestHub();
  const path = join(folder.path, "source.gguf");
  await writeGguf(path, tinyModel());
  server.repositories.set(REPOSITORY, {
    licence: "apache-2.0",
    files: new Map([
      ["tiny-Q8_0.gguf", bufferContent(readFileSync(path))],
      ["tiny-Q4_K_M.gguf", randomContent(3_000_000)],
      ["mmproj-tiny-F16.gguf", randomContent(1_000)],
      ["README.md", bufferContent(Buffer.from("# Tiny"))],
      ["LICENSE", bufferContent(Buffer.from("Do as you like."))],
    ]),
  });
  open = await openHub(join(folder.path, "home"), server.address);
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe("the network policy is asked first", () => {
  test("nothing is reached until the user says so, and the attempt is listed", async () => {
    await expect(open.hub.search("tiny")).rejects.toMatchObject({ code: "NETWORK_OFF" });
    expect(() => open.hub.download({ ...wanted, networkAllowed: false })).toThrow(
      expect.objectContaining({ code: "NETWORK_OFF" }),
    );
    expect(server.requests).toEqual([]);
    expect(open.room.network.state()).toMatchObject({ network: "off", tried: 2, made: 0 });
  });

  test("looking around is on from the one word to the other, and named", async () => {
    open.hub.allow();
    expect(await open.hub.search("tiny")).toMatchObject([{ repository: REPOSITORY, licence: { name: "Apache 2.0" } }]);
    const host = new URL(server.address).host;
    expect(open.room.network.state()).toMatchObject({ network: "on", reasons: [{ kind: "hub", host }] });
    expect((await open.state()).isOnline).toBe(true);
    open.hub.disallow();
    await expect(open.hub.search("tiny")).rejects.toMatchObject({ code: "NETWORK_OFF" });
    expect(open.room.network.state().reasons).toEqual([]);
  });

  test("a download is on for itself, and off when it is here; every connection is listed with its bytes", async () => {
    const { jobId } = open.hub.download(wanted);
    expect(await open.ended(jobId)).toMatchObject({ state: "done", error: null });
    // The last socket closes a moment after the last byte.
    await vi.waitFor(() => expect(open.room.network.state().network).toBe("off"));
    const { connections, made } = open.room.network.state();
    expect(made).toBeGreaterThan(1);
    expect(new Set(connections.map(({ purpose }) => purpose))).toEqual(new Set(["Download of Tiny Q8_0"]));
    expect(connections.reduce((sum, one) => sum + one.receivedBytes, 0)).toBeGreaterThan(server.sentBytes);
  });
});

test("a repository is shown with its models, what of them is suggested, and its licence's own text", async () => {
  open.hub.allow();
  const view = await open.hub.repository(REPOSITORY);
  expect(view).toMatchObject({ repository: REPOSITORY, gated: false, isAccepted: true, licence: { isOpen: true } });
  expect(view.choices.map(({ quantisation, kind }) => [quantisation, kind])).toEqual([
    ["F16", "projector"],
    ["Q8_0", "model"],
    ["Q4_K_M", "model"],
  ]);
  expect(view.choices.find(({ isSuggested }) => isSuggested)?.quantisation).toBe("Q4_K_M");
  expect(await open.hub.terms(REPOSITORY)).toBe("Do as you like.");
  await expect(open.hub.repository("no/body")).rejects.toMatchObject({
    ...{ code: "NOT_FOUND", data: { what: "repository", name: "no/body" } },
  });
});

test("what was brought is on the list with its origin and its verified checksum", async () => {
  const { jobId } = open.hub.download(wanted);
  await open.ended(jobId);
  const [model] = (await open.room.list()).filter(({ path }) => path.includes("tiny-Q8_0"));
  expect(model).toMatchObject({
    keptIn: "cloister",
    problem: null,
    path: join(open.room.dataDir, "models/owner/tiny-GGUF/tiny-Q8_0.gguf"),
  });
  const card = open.room.models.cards.of(model?.id ?? "");
  const sha256 = server.repositories.get(REPOSITORY)?.files.get("tiny-Q8_0.gguf")?.sha256;
  expect(card).toMatchObject({ origin: { repository: REPOSITORY }, checksum: { sha256: [sha256], matches: true } });
  expect((await open.state()).brought).toEqual([{ repository: REPOSITORY, quantisation: "Q8_0", modelId: model?.id }]);
});

describe("a download that does not end well", () => {
  test("offers nothing when the bytes are wrong", async () => {
    server.misbehave = ({ at }) => (at === "storage" ? { kind: "wrong-byte" } : null);
    const { jobId } = open.hub.download(wanted);
    expect(await open.ended(jobId)).toMatchObject({ state: "failed", error: { code: "CHECKSUM_MISMATCH" } });
    expect(await open.room.list()).toEqual([]);
    server.misbehave = () => null;
    expect((await open.ended(open.hub.retry(jobId).jobId)).state).toBe("done");
    expect(open.room.jobs.list().some(({ id }) => id === jobId)).toBe(false);
  });

  test("is paused and goes on; cancelled, nothing of it stays", async () => {
    server.bytesPerSecond = 1_000_000;
    const large = { ...wanted, quantisation: "Q4_K_M" };
    const { jobId } = open.hub.download(large);
    await until(() => server.sentBytes > 1_500_000);
    open.room.jobs.pause(jobId);
    await until(() => open.room.jobs.list()[0]?.state === "paused" && open.room.network.state().network === "off");
    expect(open.room.network.state().network).toBe("off");
    const before = server.sentBytes;
    server.bytesPerSecond = null;
    open.room.jobs.resume(jobId);
    // Bytes without a model in them: whole and verified, and named as what they are.
    await until(() => open.room.jobs.list()[0]?.endedAt !== null);
    expect(server.sentBytes - before).toBeLessThan(2_900_000);

    server.bytesPerSecond = 1_000_000;
    server.repositories.get(REPOSITORY)?.files.set("tiny-Q4_K_M.gguf", randomContent(3_000_000, 9));
    const second = open.hub.download(large);
    await until(() => server.sentBytes > before + 3_000_000);
    open.room.jobs.cancel(second.jobId);
    await until(() => open.room.jobs.list()[0]?.endedAt !== null);
    const left = readdirSync(join(open.room.dataDir, "models"), { recursive: true }).filter((name) =>
      String(name).includes(".part"),
    );
    expect(left).toEqual([]);
  });

  test("is thrown away on request, with what had come", async () => {
    server.misbehave = ({ at }) => (at === "storage" && server.sentBytes > 1_000_000 ? { kind: "html" } : null);
    const { jobId } = open.hub.download({ ...wanted, quantisation: "Q4_K_M" });
    expect(await open.ended(jobId)).toMatchObject({ state: "failed", error: { code: "HUB_UNEXPECTED" } });
    const models = join(open.room.dataDir, "models");
    const parts = () => readdirSync(models, { recursive: true }).filter((name) => String(name).includes(".part"));
    expect(parts()).not.toEqual([]);
    open.hub.discard(jobId);
    expect(parts()).toEqual([]);
    expect(open.room.jobs.list()).toEqual([]);
  });

  test("says when the folder is on a drive that is not there", async () => {
    open.settings.set({ downloadFolder: join(folder.path, "drive") });
    const { jobId } = open.hub.download(wanted);
    expect(await open.ended(jobId)).toMatchObject({ state: "failed", error: { code: "FOLDER_GONE" } });
    expect(existsSync(join(folder.path, "drive"))).toBe(false);
  });

  test("leaves a file alone that another Cloister is bringing", async () => {
    const shared = join(folder.path, "shared");
    mkdirSync(join(shared, "owner/tiny-GGUF"), { recursive: true });
    open.settings.set({ downloadFolder: shared });
    using other = new DisposableStack();
    other.use(lockFolder(join(shared, "owner/tiny-GGUF/.tiny-Q8_0.gguf.lock"), shared));
    const { jobId } = open.hub.download(wanted);
    expect(await open.ended(jobId)).toMatchObject({ state: "failed", error: { code: "ALREADY_OPEN" } });
  });
});

test("terms that are not open have to be agreed to, once", async () => {
  const repository = server.repositories.get(REPOSITORY);
  if (repository) repository.licence = "gemma";
  expect(await open.ended(open.hub.download(wanted).jobId)).toMatchObject({ error: { code: "CONFLICT" } });
  expect((await open.ended(open.hub.download({ ...wanted, acceptedLicence: "gemma" }).jobId)).state).toBe("done");
  open.hub.allow();
  expect((await open.hub.repository(REPOSITORY)).isAccepted).toBe(true);
});

describe("the token", () => {
  test("opens gated models, and is kept for this session where there is no keychain", async () => {
    const repository = server.repositories.get(REPOSITORY);
    Object.assign(repository ?? {}, { gated: "auto", accepted: true });
    expect(await open.ended(open.hub.download(wanted).jobId)).toMatchObject({ error: { code: "MODEL_GATED" } });
    open.hub.setToken(server.token);
    expect(await open.state()).toMatchObject({ token: "session", keepsToken: "session" });
    expect((await open.ended(open.hub.download(wanted).jobId)).state).toBe("done");
    open.hub.setToken(null);
    expect((await open.state()).token).toBe("none");
  });

  test("is on disk only as the keychain has sealed it", async () => {
    await open[Symbol.asyncDispose]();
    const sealing: Sealing = {
      seal: (text) => Buffer.from([...text].reverse().join("")),
      open: (sealed) => [...sealed.toString()].reverse().join(""),
    };
    open = await openHub(join(folder.path, "home"), server.address, sealing);
    open.hub.setToken("hf_a_very_secret_token");
    await open[Symbol.asyncDispose]();
    const database = readFileSync(join(folder.path, "home/data/cloister.db")).toString("latin1");
    expect(database).not.toContain("hf_a_very_secret_token");
    open = await openHub(join(folder.path, "home"), server.address, sealing);
    expect((await open.state()).token).toBe("keychain");
  });
});

test("short names and addresses are understood without asking anybody", () => {
  expect(open.hub.understand("gemma3:270m")).toMatchObject({ catalogueId: "gemma-3-270m", quantisation: "Q8_0" });
  expect(open.hub.understand("ollama run qwen3:8b")).toMatchObject({ repository: "Qwen/Qwen3-8B-GGUF" });
  expect(open.hub.understand(`${server.address}/a/b`)).toMatchObject({ repository: "a/b", catalogueId: null });
  expect(open.hub.understand("letters to my landlord")).toBeNull();
  expect(open.room.network.state().tried).toBe(0);
});

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}
