import { basename } from "node:path/posix";
import type { HubFile } from "./hub-client.ts";

/** Files of a repository that make one model. */
export interface FileChoice {
  quantisation: string;
  kind: "model" | "projector";
  /** In order; the first one stands for all. */
  files: HubFile[];
  sizeBytes: number;
}

const PART = /-(\d{5})-of-(\d{5})\.gguf$/i;
const QUANTISATION =
  /(?:^|[-._/])((?:UD-)?(?:IQ\d_[A-Z0-9]+(?:_[A-Z]+)*|Q\d(?:_K)?(?:_[A-Z0-9]+)*|TQ\d_\d|MXFP4(?:_MOE)?|BF16|F(?:P)?16|F(?:P)?32))(?=[-._/]|$)/gi;
/** More parts than any model has. */
const MAX_PARTS = 1_000;

/** The models of a repository, the smallest first. Split ones only when all parts are there. */
export function choicesOf(files: readonly HubFile[]): FileChoice[] {
  const names = new Map(files.map((file) => [file.path, file]));
  const choices: FileChoice[] = [];
  for (const file of files) {
    if (!/\.gguf$/i.test(file.path) || /(^|[-._/])imatrix/i.test(basename(file.path))) continue;
    const parts = partNames(file.path);
    const found = parts.flatMap((name) => names.get(name) ?? []);
    if (parts.length === 0 || found.length < parts.length) continue;
    choices.push({
      quantisation: quantisationOf(file.path),
      kind: /(^|[-._/])mmproj/i.test(file.path) ? "projector" : "model",
      files: found,
      sizeBytes: found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    });
  }
  return choices.toSorted((a, b) => a.sizeBytes - b.sizeBytes);
}

/** The one that is meant by a file, or by a quantisation; undefined when there is none. */
export function findChoice(
  choices: readonly FileChoice[],
  file: string | null,
  quantisation: string | null,
): FileChoice | undefined {
  if (file !== null) return choices.find(({ files }) => files.some(({ path }) => path === file));
  const models = choices.filter(({ kind }) => kind === "model");
  if (quantisation === null) return models[0];
  return models.find((choice) => choice.quantisation.toUpperCase() === quantisation.toUpperCase());
}

/** All parts of the model that this is the first file of; none for a later part. */
function partNames(path: string): string[] {
  const [, number, count] = PART.exec(path) ?? [];
  if (number === undefined) return [path];
  const total = Number(count);
  if (Number(number) !== 1 || total < 1 || total > MAX_PARTS) return [];
  return Array.from({ length: total }, (_, index) =>
    path.replace(PART, `-${String(index + 1).padStart(5, "0")}-of-${count ?? ""}.gguf`),
  );
}

/** "Q4_K_M" of "Qwen3-8B-Q4_K_M.gguf" or of "Q4_K_M/model-00001-of-00002.gguf"; the file's name where it has none. */
export function quantisationOf(path: string): string {
  const found = [...path.replace(PART, ".gguf").matchAll(QUANTISATION)].at(-1)?.[1];
  return found?.toUpperCase() ?? basename(path).replace(/\.gguf$/i, "");
}
