import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Machine } from "../contract.ts";

type Gpu = Machine["gpus"][number];

/** Asking takes some 50 ms, and what is free changes with every program that draws. */
const FRESH_MS = 5_000;
const TIME_LIMIT_MS = 3_000;
const MIB = 1_048_576;

const run = promisify(execFile);
let known: { at: number; gpus: Gpu[] } | null = null;
/** Once the driver's tool is not there, it will not appear before the next start. */
let absent = process.platform === "darwin";

/**
 * Cards that NVIDIA's driver reports. Others are found by the engine when it loads a model; on Apple's computers the card
 * shares the main memory, which is counted already.
 */
export async function findGpus(): Promise<Gpu[]> {
  if (absent) return [];
  if (known !== null && performance.now() - known.at < FRESH_MS) return known.gpus;
  try {
    const { stdout } = await run(
      "nvidia-smi",
      ["--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"],
      { timeout: TIME_LIMIT_MS, windowsHide: true },
    );
    known = { at: performance.now(), gpus: parseGpus(stdout) };
    return known.gpus;
  } catch {
    absent = true;
    return [];
  }
}

/** Lines of "NVIDIA GeForce RTX 4070, 12282, 5432", in MiB. */
export function parseGpus(lines: string): Gpu[] {
  return lines.split("\n").flatMap((line) => {
    const [name, total, free] = line.split(",").map((field) => field.trim());
    const totalBytes = Number(total) * MIB;
    const freeBytes = Number(free) * MIB;
    const isCard = name !== undefined && name !== "" && totalBytes > 0 && freeBytes >= 0;
    return isCard ? [{ name, totalBytes, freeBytes }] : [];
  });
}
