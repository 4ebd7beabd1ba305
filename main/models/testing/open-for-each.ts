import { afterEach, beforeEach, vi } from "vitest";
import type { GenerateInput } from "#main/engine/contract.ts";
import { AppError } from "#main/rpc/errors.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { EngineLease } from "../lease.ts";
import { openModels, type OpenModels } from "./open-models.ts";

/** A models feature of its own for each test of a file, in a folder of its own. */
export function openForEach(use: (open: OpenModels, folder: string) => void): void {
  let folder: ReturnType<typeof temporaryFolder>;
  let open: OpenModels;
  beforeEach(async () => {
    folder = temporaryFolder();
    open = await openModels(folder.path);
    use(open, folder.path);
  });
  afterEach(async () => {
    await open[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
}

/** A small model of this name; its id. */
export async function addTiny(open: OpenModels, name: string, seed = 1): Promise<string> {
  return (await open.models.addFile(await open.write(`${name}.gguf`, { name, seed }))).id;
}

/** Of a caller who waits as long as it takes. */
export const patient = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

/** As `openForEach`; the clock by which engines count as idle is the test's, everything else (threads, files) goes on in real time. */
export function openForEachOnTestClock(use: (open: OpenModels, folder: string) => void): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  });
  openForEach(use);
  // Before the feature is closed, which waits in real time.
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Has an answer written to its end. */
export async function writeAnswer(lease: EngineLease): Promise<void> {
  const events = lease.client.generate({} as GenerateInput, new AbortController().signal)[Symbol.asyncIterator]();
  while (!(await events.next()).done);
}

export const codeOf = (error: unknown) => (error instanceof AppError ? error.code : error);

export const phasesOf = async (open: OpenModels) => (await open.models.get()).engines.map(({ phase }) => phase);
