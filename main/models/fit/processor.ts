import { readFileSync } from "node:fs";

/** Processors for which ggml lays weights out differently. Others are named as Node does; nothing is laid out anew for those. */
export type Processor = "x64" | "x64-amx" | "arm64" | (string & {});

let known: Processor | null = null;

/** This computer's. ggml uses AMX, Intel's unit for products of matrices, under Linux alone. */
export function processorHere(): Processor {
  return (known ??= process.arch === "x64" && hasAmx("/proc/cpuinfo") ? "x64-amx" : process.arch);
}

/** By the kernel's list of what the processor can; a file that is not there says that it cannot. */
export function hasAmx(cpuinfo: string): boolean {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync(cpuinfo, "latin1"))?.[1]?.split(/\s+/) ?? [];
    return ["amx_tile", "amx_int8"].every((flag) => flags.includes(flag));
  } catch {
    return false;
  }
}
