import { type ModelLayout, shapeOf } from "#main/lib/gguf/adapter.ts";
import { type HeadCounts, headCounts } from "#main/lib/gguf/heads.ts";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import { textOf } from "../library/metadata.ts";
import { partsOf } from "#main/lib/gguf/split-files.ts";

/** A model's tensors, and what else decides how an adapter is added to it. */
export interface Layout extends HeadCounts {
  readonly architecture: string;
  readonly tensors: ModelLayout;
}

/** Throws NOT_FOUND, MODEL_INVALID. */
export async function readLayout(path: string): Promise<Layout> {
  const headers: GgufHeader[] = [];
  for (const part of partsOf(path)) headers.push(await readGgufHeader(part));
  const [first] = headers;
  if (first === undefined) throw new Error("A model without its first part was asked for its tensors");
  return {
    architecture: textOf(first, "general.architecture") ?? "",
    tensors: new Map(
      headers.flatMap(({ tensors }) => tensors.map((tensor) => [tensor.name, shapeOf(tensor)] as const)),
    ),
    ...headCounts(first),
  };
}
