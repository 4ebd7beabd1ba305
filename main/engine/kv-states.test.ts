import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetConversation, openKvStates } from "./kv-states.ts";

const batches = [{ kept: 40, dropped: [], threads: 2 }];
const state = { tokens: Array.from({ length: 40 }, (_, index) => index), batches };
const any = () => 1;
const MODEL = "a".repeat(64);
const OTHER = "b".repeat(64);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "kv-states-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const writing = (bytes: number) => (path: string) => Promise.resolve(writeFileSync(path, Buffer.alloc(bytes, 7)));
const stateFile = () => join(folder, readdirSync(folder).find((name) => name.endsWith(".state")) ?? "");
const labelFile = () => join(folder, readdirSync(folder).find((name) => name.endsWith(".json")) ?? "");

describe("saved KV states", () => {
  it("are found again, with how they were read", async () => {
    await openKvStates(folder, 1e6).save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    const found = await openKvStates(folder, 1e6).find("chat-1", MODEL, any);
    expect(found).toMatchObject(state);
    expect(readFileSync(found?.path ?? "")).toHaveLength(1_000);
  });

  it("are not found by another conversation or for another fingerprint", async () => {
    const states = openKvStates(folder, 1e6);
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    expect(await states.find("chat-2", MODEL, any)).toBeNull();
    expect(await states.find("chat-1", OTHER, any)).toBeNull();
  });

  it("are not handed out when the label says another fingerprint than the name", async () => {
    const states = openKvStates(folder, 1e6);
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    writeFileSync(labelFile(), readFileSync(labelFile(), "utf8").replace(MODEL, OTHER));
    expect(await states.find("chat-1", MODEL, any)).toBeNull();
  });

  it.each<[string, () => void]>([
    ["truncated", () => writeFileSync(stateFile(), Buffer.alloc(500, 7))],
    [
      "changed in one byte",
      () => writeFileSync(stateFile(), Buffer.concat([Buffer.alloc(999, 7), Buffer.alloc(1, 8)])),
    ],
    ["gone", () => rmSync(stateFile())],
    ["labelled with rubbish", () => writeFileSync(labelFile(), "{")],
    [
      "labelled with a trace that is none",
      () => writeFileSync(labelFile(), readFileSync(labelFile(), "utf8").replace("40@2", "x")),
    ],
  ])("are not handed out when %s", async (_, damage) => {
    const states = openKvStates(folder, 1e6);
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    damage();
    expect(await states.find("chat-1", MODEL, any)).toBeNull();
  });

  it("leave nothing behind when saving fails, and say why", async () => {
    const states = openKvStates(folder, 1e6);
    const error = await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, (path) => {
      writeFileSync(path, "half");
      return Promise.reject(new Error("disk full"));
    });
    expect(error?.message).toBe("disk full");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("make room: the one longest unused goes first", async () => {
    const states = openKvStates(folder, 2_500);
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    utimesSync(stateFile(), 1_000, 1_000);
    await states.save({ key: "chat-2", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    await states.save({ key: "chat-3", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    expect(await states.find("chat-1", MODEL, any)).toBeNull();
    expect(await states.find("chat-2", MODEL, any)).not.toBeNull();
    expect(await states.find("chat-3", MODEL, any)).not.toBeNull();
  });

  it("count as used when they are found", async () => {
    const states = openKvStates(folder, 1e6);
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    utimesSync(stateFile(), 1_000, 1_000);
    await states.find("chat-1", MODEL, any);
    expect(statSync(stateFile()).mtimeMs).toBeGreaterThan(1e12);
  });

  it("can be several of a conversation: the worthiest that is whole is found, and none that is worth nothing", async () => {
    const states = openKvStates(folder, 1e6);
    const longer = { tokens: [...state.tokens, 7, 7], batches: [{ kept: 42, dropped: [], threads: 2 }] };
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, longer, writing(2_000));
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 1 }, state, writing(1_000));
    const byLength = ({ tokens }: { tokens: readonly number[] }) => tokens.length;
    expect(await states.find("chat-1", MODEL, byLength)).toMatchObject(longer);
    expect(await states.find("chat-1", MODEL, (one) => 50 - byLength(one))).toMatchObject(state);
    expect(await states.find("chat-1", MODEL, () => 0)).toBeNull();
    rmSync((await states.find("chat-1", MODEL, byLength))?.path ?? "");
    expect(await states.find("chat-1", MODEL, byLength)).toMatchObject(state);
    states.remove("chat-1", MODEL);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("are swept of what an earlier run left half-written", () => {
    writeFileSync(join(folder, "x.state.part"), "half");
    openKvStates(folder, 1e6);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("are forgotten with their conversation, for every model", async () => {
    const states = openKvStates(folder, 1e6);
    await states.save({ key: "chat-1", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    await states.save({ key: "chat-1", fingerprint: OTHER, place: 0 }, state, writing(1_000));
    await states.save({ key: "chat-2", fingerprint: MODEL, place: 0 }, state, writing(1_000));
    forgetConversation(folder, "chat-1");
    expect(readdirSync(folder)).toHaveLength(2);
    expect(await states.find("chat-2", MODEL, any)).not.toBeNull();
  });
});
