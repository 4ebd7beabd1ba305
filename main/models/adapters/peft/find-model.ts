import { basename } from "node:path";
import { misfit } from "#main/lib/gguf/adapter.ts";
import { conflict } from "#main/lib/gguf/adapter-errors.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import type { ModelRecord } from "../../store.ts";
import type { Layout } from "../layout.ts";
import { FAMILIES } from "#main/lib/peft/names.ts";
import { factsOf, type PeftAdapter } from "./read.ts";

/** Models whose tensors are looked at, the most likely first: each takes some 50 ms. */
const MOST_LOOKED_AT = 24;

/** Why a PEFT adapter cannot be converted for a model, as a clause; null when it can. */
export function peftMisfit(adapter: PeftAdapter, { architecture, tensors }: Layout): string | null {
  if (!Object.hasOwn(FAMILIES, architecture)) {
    const families = "Llama, Mistral, Gemma and Qwen";
    return `adapters are converted for ${families} so far, and this one is "${architecture}"`;
  }
  return misfit(factsOf(adapter, architecture), architecture, tensors);
}

/**
 * The model for which an adapter was made, among those that are here: its parts must be there in the right size, and its name decides
 * between several. Throws CONFLICT when models of several kinds would do, AdapterProblem when none does.
 */
export async function findModel(
  adapter: PeftAdapter,
  models: readonly ModelRecord[],
  layoutOf: (model: ModelRecord) => Promise<Layout>,
): Promise<ModelRecord> {
  const likely = models
    .filter((model) => Object.hasOwn(FAMILIES, model.facts.architecture) && model.problem === null)
    .filter((model) => couldFit(adapter, model))
    .toSorted((a, b) => alike(adapter, b) - alike(adapter, a));
  const fitting: { model: ModelRecord; layout: Layout }[] = [];
  for (const model of likely.slice(0, MOST_LOOKED_AT)) {
    const layout = await layoutOf(model).catch(() => null);
    if (layout !== null && peftMisfit(adapter, layout) === null) fitting.push({ model, layout });
  }
  const [best, ...others] = fitting;
  if (best === undefined) throw new AdapterProblem(noneFits(adapter));
  const isNamed = alike(adapter, best.model) > 0;
  const rivals = others.filter(({ layout }) => !isSameKind(layout, best.layout));
  if (isNamed ? rivals.some(({ model }) => alike(adapter, model) === alike(adapter, best.model)) : rivals.length > 0) {
    throw conflict("Models of several kinds would take it. Choose the one that it was made for.");
  }
  return best.model;
}

/** What the library knows already: spares reading most headers. */
function couldFit(adapter: PeftAdapter, { facts }: ModelRecord): boolean {
  const { shape } = facts;
  if (shape === null || facts.kind === "adapter") return false;
  const wide = adapter.pairs.find(({ tensor }) => /attn_[qkv]\.weight$|ffn_(gate|up)\.weight$/.test(tensor));
  return wide === undefined || wide.a.shape[1] === shape.embedding;
}

/** Words of the base model's name that are also in this one's. */
function alike(adapter: PeftAdapter, model: ModelRecord): number {
  const wanted = wordsOf(basename(adapter.config.baseModel ?? ""));
  const has = new Set([...wordsOf(model.name), ...wordsOf(basename(model.path))]);
  return wanted.filter((word) => has.has(word)).length;
}

function wordsOf(name: string): string[] {
  return [...new Set(name.toLowerCase().split(/[^a-z0-9.]+/))].filter((word) => word !== "" && word !== "gguf");
}

function isSameKind(a: Layout, b: Layout): boolean {
  const kind = ({ architecture, heads, keyHeads }: Layout) => JSON.stringify([architecture, heads, keyHeads]);
  return kind(a) === kind(b);
}

function noneFits({ config }: PeftAdapter): string {
  return config.baseModel === null
    ? "none of the models here is one that it could have been made for"
    : `it was made for ${config.baseModel.slice(0, 120)}, and no model here has its parts in the same size`;
}
