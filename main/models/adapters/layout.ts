import { type ModelLayout, shapeOf } from "#main/lib/gguf/adapter.ts";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import { numberOf, numbersOf, textOf } from "../library/metadata.ts";
import { partsOf } from "#main/lib/gguf/split-files.ts";

/** A model's tensors, and what else decides how an adapter is added to it. */
export interface Layout {
  readonly architecture: string;
  readonly tensors: ModelLayout;
  /** Of each layer: heads of the queries, and of the keys; null where the file does not say. */
  readonly heads: readonly number[] | null;
  readonly keyHeads: readonly number[] | null;
}

/** Throws NOT_FOUND, MODEL_INVALID. */
export async function readLayout(path: string): Promise<Layout> {
  const headers: GgufHeader[] = [];
  for (const part of partsOf(path)) headers.push(await readGgufHeader(part));
  const [first] = headers;
  if (first === undefined) throw new Error("A model without its first part was asked for its tensors");
  const architecture = textOf(first, "general.architecture") ?? "";
  const layers = numberOf(first, `${architecture}.block_count`) ?? 0;
  const heads = perLayer(first, `${architecture}.attention.head_count`, layers);
  return {
    architecture,
    tensors: new Map(
      headers.flatMap(({ tensors }) => tensors.map((tensor) => [tensor.name, shapeOf(tensor)] as const)),
    ),
    heads,
    keyHeads: perLayer(first, `${architecture}.attention.head_count_kv`, layers) ?? heads,
  };
}

/** One value for every layer: the same for all, or a list with one each. */
function perLayer(header: GgufHeader, key: string, layers: number): number[] | null {
  const single = numberOf(header, key);
  return single === null ? numbersOf(header, key) : Array.from({ length: Math.min(layers, 4_096) }, () => single);
}
