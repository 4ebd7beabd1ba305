import { dirname } from "node:path";
import type { ModelRecord } from "../store.ts";
import { fileName } from "./model-name.ts";

/**
 * The models that a projector (mmproj) belongs to: those that it fits by the width of what it hands over, and that lie beside it,
 * bear its name or were made from the same model. All quantisations of one model count.
 */
export function modelsOf(projector: ModelRecord, records: readonly ModelRecord[]): ModelRecord[] {
  const scored = records
    .filter((record) => (record.facts.kind === "chat" || record.facts.kind === "base") && fits(projector, record))
    .map((record) => ({ record, score: score(projector, record) }))
    .filter(({ score }) => score > 0);
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ record }) => record);
}

export function projectorsOf(model: ModelRecord, records: readonly ModelRecord[]): ModelRecord[] {
  return records.filter(
    (record) => record.facts.kind === "projector" && modelsOf(record, records).some(({ id }) => id === model.id),
  );
}

function fits({ facts: { about } }: ModelRecord, { facts: { shape } }: ModelRecord): boolean {
  const embedding = about.projector?.embedding ?? null;
  return embedding === null || shape === null || embedding === shape.embedding;
}

function score(projector: ModelRecord, model: ModelRecord): number {
  const [a, b] = [namesOf(projector), namesOf(model)];
  const isNamed = [...a].some((name) => b.has(name));
  const isBeside = dirname(projector.path) === dirname(model.path);
  // Ollama keeps all files in one folder, so there only the name tells.
  const counts = isBeside && model.keptIn !== "ollama";
  return (isNamed ? 2 : 0) + (counts ? 1 : 0);
}

/** What it may be called, without what tells a projector or a quantisation apart. */
function namesOf({ name, path, keptIn, facts }: ModelRecord): Set<string> {
  if (keptIn === "ollama") return new Set([name.replace(/ \(projector\)$/, "")]);
  const names = [facts.about.baseName ?? "", ...facts.about.baseModels, fileName(path), facts.name].map(plain);
  return new Set(names.filter((each) => each.length > 3));
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/mmproj|model|\b(gguf|f16|f32|bf16|fp16|ud|i?q\d\w*)\b/g, " ")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}
