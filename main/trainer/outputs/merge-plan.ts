import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import { tensorType, tensorTypeId } from "#main/lib/gguf/tensor-types.ts";
import { unusableWith } from "#main/lib/gguf/adapter-errors.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { MergeType } from "./contract.ts";
import { type AdapterFile, scaleOf } from "./adapter-file.ts";
import type { ModelFiles } from "./model-files.ts";

export interface MergedAdapter {
  readonly file: AdapterFile;
  readonly strength: number;
}

/** One tensor of the new file. */
export interface MergedTensor {
  /** In which of the model's files it lies. */
  readonly part: number;
  readonly from: GgufTensor;
  /** What is added to it; empty: it is copied as it is. */
  readonly additions: readonly Addition[];
  readonly type: string;
  readonly bytes: number;
}

/** The product of an adapter's pair, times this. */
export interface Addition {
  readonly adapter: AdapterFile;
  readonly rank: number;
  readonly factor: number;
}

/** Types that llama.cpp makes without an importance matrix. */
const ENCODABLE: ReadonlySet<string> = new Set([
  ...["F32", "F16", "BF16", "Q8_0", "Q6_K", "Q5_K", "Q4_K", "Q3_K", "Q2_K", "Q5_1", "Q5_0", "Q4_1", "Q4_0"],
  ...["IQ4_NL", "IQ4_XS", "IQ3_S", "IQ3_XXS", "MXFP4", "TQ1_0", "TQ2_0", "Q1_0", "Q2_0"],
]);
/** And those that it reads besides. */
const DECODABLE: ReadonlySet<string> = new Set([
  ...ENCODABLE,
  ...["IQ2_S", "IQ2_XS", "IQ2_XXS", "IQ1_S", "IQ1_M", "NVFP4"],
]);
/** What changed tensors become that cannot keep their own type: close to exact, at half of F16. */
const LARGER = "Q8_0";

/** What becomes of each tensor, in the order of the files. Throws ADAPTER_INVALID, MODEL_INVALID for what cannot be added. */
export function planMerge(model: ModelFiles, adapters: readonly MergedAdapter[], type: MergeType): MergedTensor[] {
  for (const { file } of adapters) checkMergeable(file, model);
  return model.parts.flatMap(({ header }, part) =>
    header.tensors.map((from): MergedTensor => {
      const additions = adapters.flatMap(({ file, strength }) => additionOf(file, from.name, strength));
      if (additions.length === 0) return { part, from, additions, type: from.type, bytes: from.sizeBytes };
      if (!DECODABLE.has(from.type)) {
        const problem = `Its tensor ${from.name} is stored as ${from.type}, to which nothing can be added.`;
        throw new AppError("MODEL_INVALID", `${model.name} cannot be used. ${problem}`, { file: model.name, problem });
      }
      const become = fitting(type === "keep" ? from.type : type, from.shape[0] ?? 1);
      return { part, from, additions, type: become, bytes: bytesOf(become, from.elements) };
    }),
  );
}

/** Of the changed tensors, those that are larger than they were because llama.cpp cannot make their own type again. */
export function grown(tensors: readonly MergedTensor[], type: MergeType): number {
  return type === "keep" ? tensors.filter((tensor) => tensor.type !== tensor.from.type).length : 0;
}

function additionOf(adapter: AdapterFile, tensor: string, strength: number): Addition[] {
  const pair = adapter.facts.pairs.find((each) => each.tensor === tensor);
  if (pair === undefined || strength === 0) return [];
  const rank = pair.b[0];
  return [{ adapter, rank, factor: strength * scaleOf(adapter.facts, rank) }];
}

/** Of a table of words that is the output layer as well, llama.cpp changes one of the two uses; no file could say the same. */
function checkMergeable({ name, facts }: AdapterFile, model: ModelFiles): void {
  if (!facts.pairs.some(({ tensor }) => tensor.endsWith("token_embd.weight"))) return;
  throw unusableWith(name, model.name, "it changes the table of words, which can be done beside a model only");
}

/** Rows hold whole blocks: where they do not, half precision takes any length. */
function fitting(wanted: string, columns: number): string {
  const type = ENCODABLE.has(wanted) ? wanted : LARGER;
  const items = tensorType(tensorTypeId(type))?.blockItems ?? 1;
  return columns % items === 0 ? type : "F16";
}

function bytesOf(type: string, elements: number): number {
  const known = tensorType(tensorTypeId(type));
  if (known === undefined) throw new Error(`No tensor type is called ${type}`);
  return (elements / known.blockItems) * known.blockBytes;
}
