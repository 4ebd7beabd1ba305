import { type ModelLayout, shapeOf } from "#main/lib/gguf/adapter.ts";
import { type HeadCounts, headCounts } from "#main/lib/gguf/heads.ts";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import { partsOf } from "#main/lib/gguf/split-files.ts";

/** A file, and how the person knows it (for errors). */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** All files of a model by their heads: one, or several when it is split. */
export interface ModelFiles extends NamedFile, HeadCounts {
  readonly architecture: string;
  readonly layers: number;
  readonly parts: readonly { readonly path: string; readonly header: GgufHeader }[];
  /** Of the first. */
  readonly alignment: number;
  readonly layout: ModelLayout;
}

/** Throws NOT_FOUND, MODEL_INVALID. */
export async function readModelFiles({ path, name }: NamedFile): Promise<ModelFiles> {
  const parts: { path: string; header: GgufHeader }[] = [];
  for (const part of partsOf(path)) parts.push({ path: part, header: await readGgufHeader(part) });
  const [first] = parts;
  if (first === undefined) throw new Error(`${path} is a later part of a split model`);
  const architecture = String(first.header.metadata.get("general.architecture") ?? "");
  return {
    path,
    name,
    architecture,
    layers: Number(first.header.metadata.get(`${architecture}.block_count`) ?? 0),
    parts,
    alignment: first.header.alignment,
    layout: new Map(
      parts.flatMap(({ header }) => header.tensors.map((tensor) => [tensor.name, shapeOf(tensor)] as const)),
    ),
    ...headCounts(first.header),
  };
}
