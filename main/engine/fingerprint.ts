import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { cpus } from "node:os";
import type { EngineAdapter } from "./contract.ts";
import { hashFile } from "./hash-file.ts";

const contents = new Map<string, { stamp: string; sha256: string }>();

/**
 * One name for everything that decides what lies in a KV cache: the model, the adapters by their content, how the engine computes, the
 * library, and the processor (its kernels differ in the last digits).
 */
export async function fingerprintOf(
  engine: Record<string, unknown>,
  adapters: readonly EngineAdapter[],
): Promise<string> {
  const withContents: [string, number][] = [];
  for (const { path, scale } of adapters) withContents.push([await contentOf(path), scale]);
  const all = { ...engine, adapters: withContents, processor: cpus()[0]?.model ?? "" };
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

/** Read once while the file does not change. */
async function contentOf(path: string): Promise<string> {
  const { size, mtimeMs } = statSync(path);
  const stamp = `${String(size)} ${String(mtimeMs)}`;
  const known = contents.get(path);
  if (known?.stamp === stamp) return known.sha256;
  const sha256 = await hashFile(path);
  contents.set(path, { stamp, sha256 });
  return sha256;
}
