import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { bring, publish } from "../testing/bring.ts";
import { randomContent } from "../testing/content.ts";
import { type Fault, type SeenRequest, startTestHub, type TestHub } from "../testing/hub-server.ts";
import { journalPath, partPath, type WantedFile } from "./fetch-file.ts";

const SIZE = 5_000_000;
let folder: ReturnType<typeof temporaryFolder>;
let hub: TestHub;
let file: WantedFile;

beforeEach(async () => {
  folder = temporaryFolder();
  hub = await startTestHub();
  file = publish(hub, folder.path, randomContent(SIZE));
});
afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const sha256 = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
const isBody = (request: SeenRequest): boolean => request.at === "storage";

/** The first `times` requests for bytes go wrong. */
function faulty(
  fault: Fault,
  times = Number.POSITIVE_INFINITY,
  where: (request: SeenRequest) => boolean = isBody,
): void {
  let left = times;
  hub.misbehave = (request) => (where(request) && left-- > 0 ? fault : null);
}

test("a file comes in several parts over several connections, and is the hub's byte for byte", async () => {
  const { hosts } = await bring([file]);
  expect(sha256(file.path)).toBe(file.sha256);
  expect(readdirSync(folder.path)).toEqual(["model.gguf"]);
  expect(hub.requests.filter(isBody).length).toBeGreaterThan(2);
  expect(hub.sentBytes).toBe(SIZE);
  expect(new Set(hosts.map((host) => host.split(":")[0]))).toEqual(new Set(["localhost", "127.0.0.1"]));
});

test("the token goes to the hub alone, never to the storage that it points to", async () => {
  hub.repositories.set("someone/model", {
    ...hub.repositories.get("someone/model"),
    files: new Map([["model.gguf", randomContent(SIZE)]]),
    licence: "x",
    gated: "auto",
    accepted: true,
  });
  await bring([file], { token: hub.token });
  const tokens = (at: SeenRequest["at"]) =>
    hub.requests.filter((one) => one.at === at).map((one) => one.headers.authorization);
  expect(new Set(tokens("hub"))).toEqual(new Set([`Bearer ${hub.token}`]));
  expect(new Set(tokens("storage"))).toEqual(new Set([undefined]));
});

test("a gated model says whether a token is missing or its owner was not let in", async () => {
  const repository = hub.repositories.get("someone/model");
  if (repository) repository.gated = "manual";
  await expect(bring([file])).rejects.toMatchObject({ code: "MODEL_GATED", data: { why: "token" } });
  await expect(bring([file], { token: hub.token })).rejects.toMatchObject({
    code: "MODEL_GATED",
    data: { why: "terms" },
  });
});

describe("a bad connection is got over", () => {
  test.each<[string, Fault, number]>([
    ["cut in the middle", { kind: "cut", afterBytes: 300_000 }, 5],
    ["cut before the answer", { kind: "reset" }, 2],
    ["too many requests", { kind: "status", status: 429, headers: { "retry-after": "0" } }, 3],
    ["a broken server", { kind: "status", status: 503 }, 3],
    ["no answer", { kind: "silence" }, 1],
    ["a byte a second", { kind: "drip" }, 2],
    ["an address in storage that has run out", { kind: "status", status: 403 }, 1],
  ])("%s", async (_, fault, times) => {
    faulty(fault, times);
    await bring([file]);
    expect(sha256(file.path)).toBe(file.sha256);
    // Sent twice is what lay in the sockets when they were cut, and nothing that had come.
    const cutBytes = fault.kind === "cut" ? times * fault.afterBytes : SIZE * 0.01;
    expect(hub.sentBytes).toBeLessThan(SIZE + cutBytes);
  });
});

test("a server that asks for time is given it", async () => {
  faulty({ kind: "status", status: 429, headers: { "retry-after": "1" } }, 1);
  const before = performance.now();
  const { steps } = await bring([file], { lanes: 1 });
  expect(performance.now() - before).toBeGreaterThan(950);
  expect(steps).toContain("waiting");
});

test("a server without ranges sends the whole file", async () => {
  faulty({ kind: "no-ranges" });
  await bring([file]);
  expect(sha256(file.path)).toBe(file.sha256);
});

describe("what cannot be got over is said, and nothing is offered", () => {
  test.each<[string, Fault, string]>([
    ["a web page instead of a model", { kind: "html" }, "HUB_UNEXPECTED"],
    ["a ring of redirects", { kind: "redirect-loop" }, "HUB_UNEXPECTED"],
    ["another length than promised", { kind: "wrong-length" }, "HUB_UNEXPECTED"],
    ["a range that is not named", { kind: "no-content-range" }, "HUB_UNEXPECTED"],
    ["wrong bytes", { kind: "wrong-byte" }, "CHECKSUM_MISMATCH"],
    ["a server that stays broken", { kind: "status", status: 500 }, "HUB_FAILING"],
    ["a wait that is too long", { kind: "status", status: 429, headers: { "retry-after": "9999" } }, "HUB_BUSY"],
    ["connections that always break", { kind: "reset" }, "NETWORK_FAILED"],
    ["one byte, and cut, again and again", { kind: "cut", afterBytes: 1 }, "NETWORK_FAILED"],
    ["a redirect into a file of this computer", { kind: "redirect", to: "file:///etc/passwd" }, "HUB_UNEXPECTED"],
  ])("%s", async (_, fault, code) => {
    faulty(fault);
    await expect(bring([file])).rejects.toMatchObject({ code });
    expect(existsSync(file.path)).toBe(false);
  });

  test("a ring of redirects at the hub itself", async () => {
    faulty({ kind: "redirect-loop" }, 99, (request) => request.at === "hub");
    await expect(bring([file])).rejects.toMatchObject({ code: "HUB_UNEXPECTED" });
  });

  test("a file that was replaced on the hub since it was looked up", async () => {
    publish(hub, folder.path, randomContent(SIZE, 2));
    await expect(bring([file])).rejects.toMatchObject({ code: "HUB_FILE_CHANGED" });
  });

  test("a hub that is not there", async () => {
    await hub[Symbol.asyncDispose]();
    await expect(bring([file])).rejects.toMatchObject({ code: "NETWORK_FAILED" });
  });
});

describe("a download that was stopped goes on", () => {
  /** Stops after about so many bytes. */
  async function stopAfter(bytes: number): Promise<void> {
    const stop = new AbortController();
    hub.bytesPerSecond = 8_000_000;
    await bring([file], { signal: stop.signal, lanes: 2, onHave: (have) => have > bytes && stop.abort() });
    hub.bytesPerSecond = null;
  }

  test("with what is missing only", async () => {
    await stopAfter(SIZE / 2);
    expect(existsSync(file.path)).toBe(false);
    const { receivedBytes } = await bring([file]);
    expect(sha256(file.path)).toBe(file.sha256);
    expect(receivedBytes).toBeLessThan(SIZE / 2);
  });

  test("also when the journal was cut short, or claims what the disk has lost", async () => {
    await stopAfter(SIZE / 2);
    appendFileSync(journalPath(file.path), '{"from":4900000,"to":4950000,"samples":1}\n{"from":12,"t');
    const part = readFileSync(partPath(file.path));
    part.fill(0, 70_000, 140_000);
    writeFileSync(partPath(file.path), part);
    await bring([file]);
    expect(sha256(file.path)).toBe(file.sha256);
  });

  test("and begins again when the part is gone or the hub has another file by now", async () => {
    await stopAfter(SIZE / 2);
    rmSync(partPath(file.path));
    await stopAfter(SIZE / 2);
    file = publish(hub, folder.path, randomContent(SIZE, 3));
    await bring([file]);
    expect(sha256(file.path)).toBe(file.sha256);
  });
});

test("a model in several files is there when all of them are", async () => {
  const first = publish(hub, folder.path, randomContent(700_000, 4), "big-00001-of-00002.gguf");
  const second = publish(hub, folder.path, randomContent(900_000, 5), "big-00002-of-00002.gguf");
  faulty({ kind: "wrong-byte" }, 99, (request) => isBody(request) && request.path.includes("00002-of"));
  await expect(bring([first, second])).rejects.toMatchObject({ code: "CHECKSUM_MISMATCH" });
  expect(existsSync(first.path)).toBe(false);
  hub.misbehave = () => null;
  const { receivedBytes } = await bring([first, second]);
  expect([sha256(first.path), sha256(second.path)]).toEqual([first.sha256, second.sha256]);
  expect(receivedBytes).toBe(second.sizeBytes);
});

test("what is already here is checked and not fetched; another file of that name is left alone", async () => {
  await bring([file]);
  const before = hub.sentBytes;
  await bring([file]);
  expect(hub.sentBytes).toBe(before);
  writeFileSync(file.path, "mine");
  await expect(bring([file])).rejects.toMatchObject({ code: "CONFLICT" });
  expect(readFileSync(file.path, "utf8")).toBe("mine");
});

test("a folder that goes away is named", async () => {
  hub.bytesPerSecond = 5_000_000;
  const away = publish(hub, join(folder.path, "drive"), randomContent(SIZE));
  const failed = bring([away], {
    onHave: (have) => have > 500_000 && rmSync(join(folder.path, "drive"), { recursive: true, force: true }),
  });
  await expect(failed).rejects.toMatchObject({ code: "FOLDER_GONE" });
});

test("nothing is fetched when the policy says no", async () => {
  const { AppError } = await import("#main/rpc/errors.ts");
  const off = new AppError("NETWORK_OFF", "off", { host: "x", purpose: "y" });
  await expect(bring([file], { gate: { open: () => Promise.reject(off) } })).rejects.toMatchObject({
    code: "NETWORK_OFF",
  });
  expect(hub.requests).toEqual([]);
});
