import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { z } from "zod";

/** A model that Ollama keeps: its file is a nameless blob, its name is in a manifest. */
export interface OllamaFile {
  path: string;
  /** "gemma3:270m", as one would type it there. */
  name: string;
}

const MANIFEST_BYTES = 1_000_000;
/** registry / namespace / model / tag. */
const MANIFEST_DEPTH = 4;

const manifest = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })).max(1_000),
});

/** Layers that are GGUF files. The others are templates, parameters and licences. */
const GGUF_LAYERS: Readonly<Record<string, string>> = {
  "application/vnd.ollama.image.model": "",
  "application/vnd.ollama.image.adapter": " (adapter)",
  "application/vnd.ollama.image.projector": " (projector)",
};

/** The GGUF files of one of Ollama's folders, and the folders of their manifests. What cannot be read is passed over. */
export async function findOllamaFiles(
  folder: string,
  signal: AbortSignal,
): Promise<{ files: OllamaFile[]; folders: string[] }> {
  const manifests = join(folder, "manifests");
  const names = await readdir(manifests, { recursive: true }).catch(() => null);
  const files: OllamaFile[] = [];
  if (names === null) return { files, folders: [] };
  const folders = new Set([manifests, ...names.map((name) => join(manifests, dirname(name)))]);
  for (const name of names.toSorted()) {
    signal.throwIfAborted();
    if (name.split(sep).length !== MANIFEST_DEPTH) continue;
    for (const { mediaType, digest } of await readLayers(join(manifests, name))) {
      const kind = GGUF_LAYERS[mediaType];
      const path = join(folder, "blobs", digest.replace(":", "-"));
      if (kind !== undefined && (await isFile(path))) files.push({ path, name: shownName(name) + kind });
    }
  }
  return { files, folders: [...folders] };
}

async function readLayers(path: string): Promise<z.infer<typeof manifest>["layers"]> {
  try {
    if ((await stat(path)).size > MANIFEST_BYTES) return [];
    return manifest.parse(JSON.parse(await readFile(path, "utf8"))).layers;
  } catch {
    return [];
  }
}

/** The registry and the namespace "library" go without saying, as they do in Ollama. */
function shownName(manifestPath: string): string {
  const [, namespace, model, tag] = manifestPath.split(sep);
  return `${namespace === "library" ? "" : `${namespace ?? ""}/`}${model ?? ""}:${tag ?? ""}`;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}
