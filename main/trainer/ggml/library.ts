import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import koffi from "koffi";
import { unpacked } from "#main/lib/unpacked.ts";

/** An address in the libraries' memory. */
export type Pointer = bigint;

/** The llama.cpp that node-llama-cpp ships, for the processor: the same files as the engine's, called directly. */
export interface Libraries {
  readonly folder: string;
  /** Throws, saying which function is missing, when the version is another than these bindings were written for. */
  bind<T extends (...args: never[]) => unknown>(from: LibraryName, signature: string): T;
  /** For what takes long: it runs on libuv's one worker (environment.ts), and the event loop goes on. */
  bindLater<A extends unknown[], R>(from: LibraryName, signature: string): (...args: A) => Promise<R>;
}

export type LibraryName = "base" | "ggml" | "llama";

type AsyncFunction = ((...args: never[]) => unknown) & { async(...args: unknown[]): void };

/** Named after the version in some systems (`libllama.v0.4.0.so`). */
const FILES = {
  base: /^(lib)?ggml-base(\.v[\d.]+)?\.(so|dylib|dll)$/,
  ggml: /^(lib)?ggml(\.v[\d.]+)?\.(so|dylib|dll)$/,
  llama: /^(lib)?llama(\.v[\d.]+)?\.(so|dylib|dll)$/,
} as const;

/** The stack that native code runs on. koffi's own 256 KiB are little for a library that builds graphs and matches patterns. */
const STACK_BYTES = 8 * 2 ** 20;

let opened: Libraries | null = null;

/** Once for the process: koffi closes a library whose handle is collected, which empties ggml's list of backends. */
export function openLibraries(): Libraries {
  opened ??= open(libraryFolder());
  return opened;
}

function open(folder: string): Libraries {
  // Before the first library: it cannot be changed later, whoever opens them.
  koffi.config({ ...koffi.config(), async_stack_size: STACK_BYTES, sync_stack_size: STACK_BYTES });
  const names = readdirSync(folder);
  const load = (pattern: RegExp) => {
    const name = names.find((file) => pattern.test(file));
    if (name === undefined) throw new Error(`No library like ${String(pattern)} in ${folder}`);
    return koffi.load(join(folder, name), { global: true });
  };
  // In this order: each needs the ones before.
  const libraries = { base: load(FILES.base), ggml: load(FILES.ggml), llama: load(FILES.llama) };
  function bind<T>(from: LibraryName, signature: string): T {
    try {
      return libraries[from].func(signature) as unknown as T;
    } catch (error) {
      throw new Error(`The llama.cpp in ${folder} has no "${signature}"`, { cause: error });
    }
  }
  return {
    folder,
    bind,
    bindLater: (from, signature) =>
      promisify(bind<AsyncFunction>(from, signature).async) as (...args: unknown[]) => Promise<never>,
  };
}

function libraryFolder(): string {
  const packages = join(dirname(fileURLToPath(import.meta.resolve("node-llama-cpp"))), "../../@node-llama-cpp");
  const system = process.platform === "win32" ? "win" : process.platform === "darwin" ? "mac" : "linux";
  const processor = process.arch === "arm" ? "armv7l" : process.arch;
  // Macs with Apple's processors have one build, with Metal in it.
  const folders = [`${system}-${processor}`, `${system}-${processor}-metal`].map((name) =>
    unpacked(join(packages, name, "bins", name)),
  );
  const folder = folders.find((candidate) => existsSync(candidate));
  if (folder === undefined) throw new Error(`No llama.cpp for this computer in ${folders.join(", ")}`);
  return folder;
}
