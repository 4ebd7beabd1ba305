import { createHash } from "node:crypto";
import { cpus } from "node:os";
import type { AdapterSet } from "./adapters.ts";

/**
 * One name for everything that decides what lies in a KV cache: the model, the adapters by their content, how the engine computes, the
 * library, and the processor (its kernels differ in the last digits).
 */
export function fingerprintOf(engine: Record<string, unknown>, { uses }: AdapterSet): string {
  const adapters = uses.map(({ sha256, scale }) => [sha256, scale]);
  const all = { ...engine, adapters, processor: PROCESSOR };
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

const PROCESSOR = cpus()[0]?.model ?? "";
