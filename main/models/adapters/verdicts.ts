import { misfit } from "#main/lib/gguf/adapter.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { ModelRecord } from "../store.ts";
import { type Examination, fileStamp } from "./examine.ts";
import type { Layout } from "./layout.ts";
import type { AdaptersStore } from "./store.ts";
import type { RunTask } from "./tasks.ts";

/** Whether adapters can be used with models, from what their files hold. Each file is read once while it does not change. */
export interface Verdicts {
  examine(adapter: ModelRecord): Promise<Examination>;
  /** Throws what is wrong with the model's file. */
  layoutOf(model: ModelRecord): Promise<Layout>;
  /** Why it cannot be used, as a clause; null when it can. Without a model: with any. */
  problem(adapter: ModelRecord, model: ModelRecord | null): Promise<string | null>;
}

/** Layouts take some 100 KB each. */
const KEPT_LAYOUTS = 8;

export function createVerdicts(saved: AdaptersStore, run: RunTask): Verdicts {
  const examining = new Map<string, Promise<Examination>>();
  const layouts = new Map<string, Promise<Layout>>();

  async function examine(adapter: ModelRecord): Promise<Examination> {
    const stamp = await fileStamp(adapter.path);
    const known = saved.examination(adapter.id);
    if (known !== null && known.stamp === stamp) return known;
    const name = `${adapter.id} ${adapter.path} ${stamp ?? ""}`;
    const running = examining.get(name) ?? examineAnew(adapter).finally(() => examining.delete(name));
    examining.set(name, running);
    return running;
  }

  async function examineAnew(adapter: ModelRecord): Promise<Examination> {
    const examination = await run({ kind: "examine", path: adapter.path });
    if (examination.stamp !== "") saved.saveExamination(adapter.id, examination);
    return examination;
  }

  function layoutOf(model: ModelRecord): Promise<Layout> {
    const name = `${model.path} ${model.sizeBytes} ${model.modifiedMs}`;
    const known = layouts.get(name);
    if (known !== undefined) return known;
    const layout = run({ kind: "layout", path: model.path });
    layouts.set(name, layout);
    layout.catch(() => layouts.delete(name));
    for (const oldest of [...layouts.keys()].slice(0, -KEPT_LAYOUTS)) layouts.delete(oldest);
    return layout;
  }

  return {
    examine,
    layoutOf,
    async problem(adapter, model) {
      if (adapter.facts.kind !== "adapter") return "it is a model of its own, and no adapter";
      if (adapter.problem?.code === "MODEL_CHANGED") return "its file was replaced by another";
      const { facts, problem } = await examine(adapter);
      if (facts === null || problem !== null) return problem ?? "its file cannot be read";
      if (model === null) return null;
      if (facts.architecture !== model.facts.architecture) return misfit(facts, model.facts.architecture, new Map());
      try {
        const { architecture, tensors } = await layoutOf(model);
        return misfit(facts, architecture, tensors);
      } catch (error) {
        if (error instanceof AppError) return "the model's own file cannot be read";
        throw error;
      }
    },
  };
}
