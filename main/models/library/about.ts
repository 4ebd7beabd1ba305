import type { GgufHeader } from "#main/lib/gguf/read.ts";
import type { Model } from "../contract.ts";
import { ABOUT_VERSION, type ModelAbout, type TensorTypeUse } from "../facts.ts";
import { weightsUseOf } from "../fit/weights-use.ts";
import { numberOf, textOf, textsOf } from "./metadata.ts";
import { ownTemplateFault } from "./own-template.ts";

/** More than any model names; what a file says is shown and kept. */
const MAX_TEXT = 200;
const MAX_LANGUAGES = 200;
const MAX_BASE_MODELS = 8;

/** Where a model comes from and how it is made, by the metadata and tensors of all its parts. Keys as in ggml's docs/gguf.md. */
export function aboutOf(header: GgufHeader, architecture: string, kind: Model["kind"]): ModelAbout {
  const urls = [
    ...["general.source.repo_url", "general.repo_url", "general.source.url", "general.url"],
    "general.base_model.0.repo_url",
  ].flatMap((key) => httpUrl(textOf(header, key)));
  const experts = expertsOf(header, architecture);
  return {
    version: ABOUT_VERSION,
    madeBy: line(textOf(header, "general.organization") ?? textOf(header, "general.author")),
    quantisedBy: line(textOf(header, "general.quantized_by")),
    languages: textsOf(header, "general.languages")
      .filter((code) => /^[a-z]{2,3}([-_][a-z0-9]+)*$/i.test(code))
      .slice(0, MAX_LANGUAGES),
    repository: repositoryOf(textOf(header, "general.source.huggingface.repository"), urls),
    sourceUrl: urls[0]?.href ?? null,
    baseName: line(textOf(header, "general.basename")),
    baseModels: baseModelsOf(header),
    tensorTypes: tensorTypesOf(header),
    weights: weightsUseOf(header),
    experts,
    activeParameters: activeParameters(header, experts),
    projector: kind === "projector" ? projectorOf(header) : null,
    templateFault: kind === "chat" ? ownTemplateFault(header) : null,
  };
}

function tensorTypesOf(header: GgufHeader): TensorTypeUse[] {
  const uses = new Map<string, TensorTypeUse>();
  for (const { type, elements, sizeBytes } of header.tensors) {
    const use = uses.get(type) ?? { type, tensors: 0, elements: 0, bytes: 0 };
    use.tensors += 1;
    use.elements += elements;
    use.bytes += sizeBytes;
    uses.set(type, use);
  }
  return [...uses.values()].sort((a, b) => b.bytes - a.bytes);
}

function expertsOf(header: GgufHeader, architecture: string): ModelAbout["experts"] {
  const count = numberOf(header, `${architecture}.expert_count`) ?? 0;
  const used = numberOf(header, `${architecture}.expert_used_count`) ?? 0;
  return count > 1 && used > 0 && used <= count ? { count, used } : null;
}

/** Of the experts' weights (llama.cpp stacks them in tensors named "_exps") a token passes the used share; of all else everything. */
function activeParameters(header: GgufHeader, experts: ModelAbout["experts"]): number | null {
  if (experts === null) return null;
  let active = 0;
  for (const { name, elements } of header.tensors) {
    // Before they were stacked, each expert had a tensor of its own: "blk.0.ffn_up.3.weight".
    const isExpert = /_exps\.|\.ffn_(up|down|gate)\.\d+\./.test(name);
    active += isExpert ? (elements * experts.used) / experts.count : elements;
  }
  return Math.round(active);
}

/** llama.cpp's clip.cpp: "clip.vision.projection_dim" is the width of what it hands to the model. */
function projectorOf(header: GgufHeader): ModelAbout["projector"] {
  const has = (name: string): boolean => header.metadata.get(`clip.has_${name}_encoder`) === true;
  const sound = has("audio");
  return {
    // Old files have no such entry, and all of them read pictures.
    images: has("vision") || !sound,
    sound,
    embedding: numberOf(header, "clip.vision.projection_dim") ?? numberOf(header, "clip.audio.projection_dim"),
  };
}

function baseModelsOf(header: GgufHeader): string[] {
  const count = Math.min(numberOf(header, "general.base_model.count") ?? 0, MAX_BASE_MODELS);
  return Array.from({ length: count }, (_, index) => line(textOf(header, `general.base_model.${index}.name`))).filter(
    (name) => name !== null,
  );
}

function repositoryOf(named: string | null, urls: readonly URL[]): string | null {
  if (named !== null && REPOSITORY.test(named)) return named;
  for (const { hostname, pathname } of urls) {
    const path = pathname.slice(1).split("/").slice(0, 2).join("/");
    if (/(^|\.)huggingface\.co$|^hf\.co$/.test(hostname) && REPOSITORY.test(path)) return path;
  }
  return null;
}

const REPOSITORY = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;

function httpUrl(text: string | null): URL[] {
  if (text === null || text.length > 2_000 || !URL.canParse(text)) return [];
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? [url] : [];
}

/** One line without characters that would disturb it. */
function line(text: string | null): string | null {
  const clean = (text ?? "").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return clean === "" ? null : clean.slice(0, MAX_TEXT);
}
