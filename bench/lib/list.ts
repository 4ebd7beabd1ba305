import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";

const folder = new URL("../", import.meta.url);

/** Names of the benches: the files beside run.ts. */
export function benchNames(): string[] {
  return readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "run.ts")
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();
}

export async function loadBench(name: string): Promise<Bench> {
  const module = (await import(new URL(`${name}.ts`, folder).href)) as { bench?: Bench };
  if (module.bench === undefined) throw new Error(`bench/${name}.ts exports no "bench".`);
  return module.bench;
}
