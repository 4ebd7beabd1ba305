import { fileURLToPath } from "node:url";
import type { ChildKind } from "./child-host.ts";

/**
 * What a child gets of our environment, and nothing else: where the system and graphics drivers keep their files, and where
 * temporary files go. Tokens, proxies and `NODE_OPTIONS` of the person's shell never reach native code.
 */
const PASSED_ON = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "SystemRoot",
  "windir",
  "ProgramData",
  "ProgramFiles",
  "LOCALAPPDATA",
  "APPDATA",
  "TEMP",
  "TMP",
  "TMPDIR",
  "LANG",
  "LC_ALL",
  "LD_LIBRARY_PATH",
  "CUDA_PATH",
  "CUDA_VISIBLE_DEVICES",
  "CUDA_DEVICE_ORDER",
  "VK_ICD_FILENAMES",
  "VK_DRIVER_FILES",
  "GGML_VK_VISIBLE_DEVICES",
  "XDG_DATA_DIRS",
  "XDG_RUNTIME_DIR",
  "XDG_CACHE_HOME",
] as const;

/**
 * An engine decodes on libuv's workers. With the usual four, each call runs on another one and ggml's threads start on cold
 * caches: 0.6 of the speed. It has to be set before Node starts, and nothing else in that process may then block the pool.
 */
const ALWAYS: Record<ChildKind, Record<string, string>> = {
  engine: { UV_THREADPOOL_SIZE: "1" },
  trainer: { UV_THREADPOOL_SIZE: "1" },
  hasher: {},
  parser: {},
};

/** While developing, a child compiles its source: a second for each start, were the result not kept. The product's is built. */
const DEVELOPING: Record<string, string> = import.meta.url.endsWith(".ts")
  ? { NODE_COMPILE_CACHE: fileURLToPath(new URL("../../.cache/compiled", import.meta.url)) }
  : {};

/** The whole environment of a child. */
export function childEnvironment(kind: ChildKind, own: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = own[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...DEVELOPING, ...ALWAYS[kind] };
}
