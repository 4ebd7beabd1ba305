import { afterEach, beforeEach } from "vitest";
import { temporaryFolder } from "#main/store/testing.ts";
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
export async function addTiny(open: OpenModels, name: string): Promise<string> {
  return (await open.models.addFile(await open.write(`${name}.gguf`, { name }))).id;
}

/** Of a caller who waits as long as it takes. */
export const patient = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
