import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { AdapterUse, ChatMode } from "#main/chat/contract.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import { createChannel } from "#main/lib/channel.ts";
import { makeFolder } from "#main/lib/make-folder.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { asSentence } from "#main/lib/sentence.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import { defaultModel } from "../default-model.ts";
import type { AdapterKeeper, ModelAdapters } from "../lease.ts";
import { chosenPath, fileFrom } from "#main/lib/chosen-path.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import type { ModelRecord } from "../store.ts";
import { type BundledOptions, createBundled } from "./bundled.ts";
import type { Shelf, ShelfAdapter } from "./contract.ts";
import { adapterFileName } from "./file-name.ts";
import { createImportJob } from "./import-job.ts";
import { isPeft } from "./peft/read.ts";
import { unreadable, unusableWith } from "#main/lib/gguf/adapter-errors.ts";
import { createAdaptersStore } from "./store.ts";
import type { RunTask } from "./tasks.ts";
import { inThread } from "./thread.ts";
import { createVerdicts } from "./verdicts.ts";

export interface AdaptersService {
  /** The shelf as this model sees it, and again after every change. */
  watch(modelId: string | null, signal?: AbortSignal): AsyncGenerator<Shelf, void>;
  setUsual(modelId: string, adapters: readonly AdapterUse[]): void;
  import(
    path: string,
    modelId: string | null,
  ): Promise<{ name: string; adapterId: string | null; jobId: string | null }>;
}

export interface AdaptersOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly jobs: Jobs;
  readonly store: Pick<Store, "db" | "write">;
  readonly dataDir: string;
  /** Tells of every record that changed. */
  readonly onChanged: (tell: (modelId: string) => void) => Disposable;
  readonly defaultModelId: () => string | null;
  /** What comes with Cloister; none without it. */
  readonly bundled?: Pick<BundledOptions, "folder" | "sha256Of" | "log">;
  /** For tests: without the thread, which takes longer to start than all else. */
  readonly run?: RunTask;
}

const NOTHING_BUNDLED = { folder: null, sha256Of: () => null };
/** Pages are told of many changes at once: a scan notes hundreds of files. */
const SHOWN_AFTER_MS = 100;

export function createAdapters(
  options: AdaptersOptions,
): AdaptersService & AdapterKeeper & Disposable & { readonly forChats: ModelAdapters } {
  const { library, inspector, jobs, run = inThread } = options;
  const saved = createAdaptersStore(options.store);
  const verdicts = createVerdicts(saved, run);
  const folder = dataPaths(options.dataDir).adapters;
  const importing = createImportJob({ library, inspector, jobs, saved, verdicts, folder, run });
  /** Of models and adapters that have changed. */
  const changes = createChannel<ReadonlySet<string>>();
  let changedIds = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const bundled = createBundled({ library, inspector, ...(options.bundled ?? NOTHING_BUNDLED) });
  const listening = options.onChanged((id) => {
    changed(id);
    bundled.welcome(library.listed().filter((model) => model.id === id));
  });
  bundled.welcome(library.listed());

  function changed(id: string): void {
    changedIds.add(id);
    timer ??= setTimeout(() => {
      timer = undefined;
      changes.publish(changedIds);
      changedIds = new Set();
    }, SHOWN_AFTER_MS);
  }

  /** Also of one that was taken off the list. */
  function concerns(ids: ReadonlySet<string>, modelId: string | null, { adapters: shown }: Shelf): boolean {
    if (modelId !== null && ids.has(modelId)) return true;
    return shown.some(({ id }) => ids.has(id)) || adapters().some(({ id }) => ids.has(id));
  }

  function adapters(): ModelRecord[] {
    return library.listed().filter(({ facts }) => facts.kind === "adapter");
  }

  async function shelfOf(modelId: string | null): Promise<Shelf> {
    const model = library.listed().find(({ id }) => id === modelId) ?? null;
    const shown: ShelfAdapter[] = [];
    // One after the other: each may be read from end to end.
    for (const adapter of adapters()) shown.push(await shownOf(adapter, model));
    shown.sort((a, b) => Number(a.problem !== null) - Number(b.problem !== null) || a.name.localeCompare(b.name));
    return { modelId, adapters: shown, ...usualOf(modelId) };
  }

  async function shownOf(adapter: ModelRecord, model: ModelRecord | null): Promise<ShelfAdapter> {
    const problem = await verdicts.problem(adapter, model);
    const { facts } = await verdicts.examine(adapter);
    const source = saved.source(adapter.id);
    return {
      id: adapter.id,
      name: adapter.name,
      path: adapter.path,
      sizeBytes: adapter.sizeBytes,
      architecture: adapter.facts.architecture,
      rank: facts?.rank ?? null,
      baseModel: facts?.baseModel ?? null,
      source: source === null ? null : { path: source },
      addedAt: adapter.addedAt,
      isBundled: bundled.isBundled(adapter),
      problem: problem === null ? null : asSentence(problem),
    };
  }

  function usualOf(modelId: string | null): Pick<Shelf, "usual" | "usualInTexts"> {
    if (modelId === null) return { usual: [], usualInTexts: [] };
    return { usual: usual(modelId, "chat"), usualInTexts: usual(modelId, "text") };
  }

  /** Without those that were taken off the list. What comes with Cloister teaches to answer: a text that is continued would end early. */
  function usual(modelId: string, mode: ChatMode): AdapterUse[] {
    const listed = new Map(adapters().map(({ id, name }) => [id, name]));
    const chosen = saved.usual(modelId);
    const model = library.listed().find(({ id }) => id === modelId);
    if (chosen === null) return model === undefined || mode === "text" ? [] : bundled.usualFor(model);
    return chosen.flatMap((use) => {
      const name = listed.get(use.adapterId);
      return name === undefined ? [] : [{ ...use, name }];
    });
  }

  return {
    async *watch(modelId, signal) {
      const live = changes.subscribe(signal);
      try {
        let shown = await shelfOf(modelId);
        yield shown;
        for await (const ids of live) {
          if (!concerns(ids, modelId, shown)) continue;
          const now = await shelfOf(modelId);
          if (JSON.stringify(now) === JSON.stringify(shown)) continue;
          shown = now;
          yield shown;
        }
      } finally {
        void live.return?.();
      }
    },

    setUsual(modelId, uses) {
      saved.saveUsual(library.get(modelId).id, uses);
      changed(modelId);
    },

    async import(path, modelId) {
      const chosen = chosenPath(path);
      if (await isPeft(chosen)) return { adapterId: null, ...(await importing.begin(chosen, modelId)) };
      const file = await fileFrom(path);
      const inspection = await inspector.inspect(file);
      if (inspection.facts.kind !== "adapter") throw unreadable(file, "it is a model of its own, and no adapter");
      const examined = await run({ kind: "examine", path: file });
      if (examined.problem !== null) throw unreadable(file, examined.problem);
      const known = library.byPath(file);
      const record =
        known === undefined ? library.note(file, "file", inspection) : library.accept(known.id, file, inspection);
      saved.saveExamination(record.id, examined);
      return { name: record.name, adapterId: record.id, jobId: null };
    },

    async keep(path, name) {
      const examined = await run({ kind: "examine", path });
      if (examined.problem !== null) throw unreadable(path, examined.problem);
      makeFolder(folder);
      const target = join(folder, adapterFileName(name));
      await rename(path, target);
      const record = library.note(target, "cloister", await inspector.inspect(target), name);
      // Its time stays the same when it is moved, so what was read of it still holds.
      saved.saveExamination(record.id, examined);
      return { adapterId: record.id, sizeBytes: record.sizeBytes };
    },

    forChats: {
      async resolveAdapters(modelId, uses) {
        if (uses.length === 0) return [];
        const model = library.get(modelId);
        const resolved: { path: string; scale: number }[] = [];
        for (const { adapterId, name, scale } of uses) {
          const adapter = library.listed().find(({ id }) => id === adapterId);
          if (adapter === undefined) {
            throw new AppError("NOT_FOUND", `The adapter ${name} is no longer listed.`, { what: "adapter" });
          }
          const problem = await verdicts.problem(adapter, model);
          if (problem !== null) throw unusableWith(adapter.name, model.name, problem);
          resolved.push({ path: adapter.path, scale });
        }
        return resolved;
      },

      usualAdapters(modelId, mode = "chat") {
        const id = modelId ?? defaultModel(library.listed(), options.defaultModelId())?.id;
        return id === undefined ? [] : usual(id, mode);
      },
    },

    [Symbol.dispose]() {
      listening[Symbol.dispose]();
      clearTimeout(timer);
      changes.close();
    },
  };
}
