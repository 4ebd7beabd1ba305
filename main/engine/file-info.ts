import { GgmlType, type GgufFileInfo } from "node-llama-cpp";
import type { GgufHeader } from "#main/lib/gguf/read.ts";

/** Below these, node-llama-cpp makes no further levels: "tokenizer.chat_template.rerank" is a name beside "chat_template". */
const UNSPLIT = new Set(["general.license", "tokenizer.chat_template"]);

type Nested = Record<string, unknown>;

/**
 * What node-llama-cpp wants to know of a file, from our own reading of it. Its own reading takes most of a second for a large
 * vocabulary and keeps each of its words in memory; here long lists have their length alone, which is all that is asked of them.
 */
export function fileInfoOf(path: string, header: GgufHeader): GgufFileInfo {
  const metadata = nestedMetadata(header);
  const tensors = header.tensors.map(({ name, shape, type, offset }) => ({
    name,
    dimensions: shape,
    ggmlType: GgmlType[type as keyof typeof GgmlType],
    offset,
    fileOffset: header.dataOffset + offset,
    filePart: 1,
  }));
  const architecture = (metadata["general"] as Nested | undefined)?.["architecture"];
  const info = {
    version: header.version,
    tensorCount: tensors.length,
    totalTensorCount: tensors.length,
    metadata,
    metadataSize: header.dataOffset,
    totalMetadataSize: header.dataOffset,
    infoEndOffset: header.dataOffset,
    architectureMetadata: typeof architecture === "string" ? (metadata[architecture] ?? {}) : {},
    tensorInfo: tensors,
    fullTensorInfo: tensors,
    tensorInfoSize: 0,
    totalTensorInfoSize: 0,
    splicedParts: 1,
    sourceData: [{ type: "path", path, length: header.dataOffset }],
    source: { type: "path", path },
  };
  return info as unknown as GgufFileInfo;
}

/** "general.architecture" as general → architecture. The file's names are not to be trusted: there are no prototypes to reach. */
function nestedMetadata({ metadata, lengths }: GgufHeader): Nested {
  const root = Object.create(null) as Nested;
  for (const [key, value] of metadata) put(root, key, value);
  // What was too long to keep.
  for (const [key, length] of lengths) if (!metadata.has(key)) put(root, key, new Array(length));
  return root;
}

function put(root: Nested, key: string, value: unknown): void {
  let at = root;
  let path = "";
  const parts = key.split(".");
  while (parts.length > 1) {
    const [part = "", next = "", ...rest] = parts;
    const known = at[part];
    path = path === "" ? part : `${path}.${part}`;
    if (UNSPLIT.has(path) || (known !== undefined && !isNested(known))) {
      // A value has this name already: what is below it stands beside it.
      path = path.slice(0, -part.length - 1);
      parts.splice(0, parts.length, `${part}.${next}`, ...rest);
      continue;
    }
    at = (at[part] ??= Object.create(null)) as Nested;
    parts.shift();
  }
  const [last = ""] = parts;
  if (!isNested(at[last])) at[last] = value;
}

function isNested(value: unknown): value is Nested {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
