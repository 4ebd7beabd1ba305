import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { basename } from "node:path";
import type { LlamaContext, LlamaModel } from "node-llama-cpp";
import { adapterFacts } from "#main/lib/gguf/adapter.ts";
import { GgufProblem } from "#main/lib/gguf/byte-reader.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { EngineAdapter } from "./contract.ts";
import { hashFile } from "./hash-file.ts";

/**
 * Adapters that are in memory, and putting them to work in a context. node-llama-cpp sets them once for each context and finds them by
 * path; llama.cpp can change them and their strengths at any time between two calls, so both are done here through its
 * native part. Its version is pinned, and what is used of it is checked.
 */
export interface Adapters {
  /** Reads what is not in memory yet; what neither this nor `inUse` needs may go. Throws ADAPTER_INVALID. */
  load(adapters: readonly EngineAdapter[], inUse: readonly AdapterSet[]): Promise<AdapterSet>;
  /** From the next call on, everything in this context is computed with exactly these. No call may be under way in it. */
  use(context: LlamaContext, set: AdapterSet): void;
}

/** Adapters by their content, each once; those of no strength are left out. llama.cpp adds them up in no order, so there is none. */
export interface AdapterSet {
  /** The same for the same contents and strengths. */
  readonly name: string;
  readonly uses: readonly { readonly sha256: string; readonly scale: number }[];
}

export const NO_ADAPTERS: AdapterSet = setOf([]);

interface NativeAdapter {
  dispose(): Promise<void>;
}
interface NativeModel {
  readonly _model: { loadLora(adapter: NativeAdapter): Promise<void> };
  readonly _llama: { readonly _bindings: { AddonModelLora: new (model: unknown, path: string) => NativeAdapter } };
}
interface NativeContext {
  setLoras(adapters: readonly NativeAdapter[], scales: readonly number[]): void;
}

/** Kept in memory though no context uses them: moving between a few voices should not read files again. */
const KEPT_UNUSED = 8;

export function createAdapters(model: LlamaModel): Adapters {
  const native = nativeModel(model);
  /** By content; the last in the map is the last used. */
  const loaded = new Map<string, NativeAdapter>();
  const contents = new Map<string, { stamp: string; sha256: string }>();

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

  async function add(path: string, sha256: string): Promise<void> {
    const known = loaded.get(sha256);
    if (known !== undefined) {
      loaded.delete(sha256);
      loaded.set(sha256, known);
      return;
    }
    // Read again in the process that opens it: what was looked at before may be another file by now.
    adapterFacts(await readGgufHeader(path));
    const adapter = new native._llama._bindings.AddonModelLora(native._model, path);
    await native._model.loadLora(adapter);
    loaded.set(sha256, adapter);
  }

  async function dropUnused(needed: readonly AdapterSet[]): Promise<void> {
    const busy = new Set(needed.flatMap(({ uses }) => uses.map(({ sha256 }) => sha256)));
    const unused = [...loaded].filter(([sha256]) => !busy.has(sha256));
    for (const [sha256, adapter] of unused.slice(0, Math.max(0, unused.length - KEPT_UNUSED))) {
      loaded.delete(sha256);
      await adapter.dispose();
    }
  }

  return {
    async load(adapters, inUse) {
      const scales = new Map<string, number>();
      for (const { path, scale } of adapters) {
        if (scale === 0) continue;
        try {
          const sha256 = await contentOf(path);
          await add(path, sha256);
          scales.set(sha256, (scales.get(sha256) ?? 0) + scale);
        } catch (error) {
          throw unusable(path, model, error);
        }
      }
      const set = setOf([...scales].map(([sha256, scale]) => ({ sha256, scale })));
      await dropUnused([set, ...inUse]);
      return set;
    },
    use(context, set) {
      const uses = set.uses.flatMap(({ sha256, scale }) => {
        const adapter = loaded.get(sha256);
        return adapter === undefined ? [] : [{ adapter, scale }];
      });
      if (uses.length < set.uses.length) throw new Error("An adapter was to be used that is not in memory");
      nativeContext(context).setLoras(
        uses.map(({ adapter }) => adapter),
        uses.map(({ scale }) => scale),
      );
    },
  };
}

function setOf(uses: readonly { sha256: string; scale: number }[]): AdapterSet {
  const sorted = uses.filter(({ scale }) => scale !== 0).toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const name = createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
  return { name, uses: sorted };
}

function unusable(path: string, model: LlamaModel, error: unknown): AppError {
  const isKnown = error instanceof GgufProblem || !isAppError(error, "MODEL_INVALID");
  const message = error instanceof Error ? error.message : String(error);
  const problem = isKnown ? message : error.data.problem;
  const adapter = basename(path);
  const data = { adapter, model: model.filename ?? "", problem };
  return new AppError(
    "ADAPTER_INVALID",
    `The adapter ${adapter} does not fit ${data.model || "the model"}: ${problem}`,
    data,
  );
}

function nativeModel(model: LlamaModel): NativeModel {
  const native = model as unknown as { _model?: Partial<NativeModel["_model"]>; _llama?: { _bindings?: object } };
  if (typeof native._model?.loadLora !== "function") throw changed("AddonModel.loadLora");
  const bindings = native._llama?._bindings as { AddonModelLora?: unknown } | undefined;
  if (typeof bindings?.AddonModelLora !== "function") throw changed("AddonModelLora");
  return native as unknown as NativeModel;
}

function nativeContext(context: LlamaContext): NativeContext {
  const native = (context as unknown as { _ctx?: Partial<NativeContext> })._ctx;
  if (typeof native?.setLoras !== "function") throw changed("AddonContext.setLoras");
  return native as NativeContext;
}

function changed(what: string): Error {
  return new Error(`This version of node-llama-cpp has another ${what} than the engine was written for`);
}
