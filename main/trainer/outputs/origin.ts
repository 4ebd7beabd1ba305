import type { GgufHeader } from "#main/lib/gguf/read.ts";
import type { ModelFiles } from "./model-files.ts";

/** "google/gemma-3-270m" of an address on the hub. */
const REPOSITORY = /^https?:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)\/?$/;

/** What a metadata entry says, when it says anything in words. */
export function textIn(header: Pick<GgufHeader, "metadata">, key: string): string | null {
  const value = header.metadata.get(key);
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberIn(header: Pick<GgufHeader, "metadata">, key: string): number | null {
  const value = header.metadata.get(key);
  return typeof value === "number" ? value : null;
}

/** The model an adapter was trained on: its repository where a file says it, else its name. */
export function baseModelOf(adapter: Pick<GgufHeader, "metadata">, model: Pick<ModelFiles, "parts" | "name">): string {
  const [first] = model.parts;
  const addresses = [
    textIn(adapter, "general.base_model.0.repo_url"),
    first === undefined ? null : textIn(first.header, "general.repo_url"),
    first === undefined ? null : textIn(first.header, "general.base_model.0.repo_url"),
  ];
  const repository = addresses.map((address) => REPOSITORY.exec(address ?? "")?.[1]).find((name) => name !== undefined);
  return repository ?? textIn(adapter, "general.base_model.0.name") ?? model.name;
}
