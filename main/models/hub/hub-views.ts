import { basename } from "node:path";
import type { Machine } from "../fit/contract.ts";
import type { Library } from "../library/library.ts";
import type { Cards } from "../library/store.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { type FileChoice, quantisationOf } from "./choices.ts";
import type { CatalogueModel, Choice } from "./contract.ts";
import { licenceOf } from "./licences.ts";
import { recommend } from "./recommend.ts";
import { neededBytesFor, remoteFit } from "./remote-fit.ts";

/** The model on this computer that came from a repository, by its quantisation. */
export type FindHere = (repository: string, quantisation: string) => string | null;

export function findHere(library: Library, cards: Cards): FindHere {
  const here = library.listed().flatMap((record) => {
    const origin = cards.of(record.id).origin;
    if (origin === null || record.problem !== null) return [];
    return [{ id: record.id, repository: origin.repository, quantisation: quantisationOf(basename(record.path)) }];
  });
  return (repository, quantisation) =>
    here.find((one) => one.repository === repository && one.quantisation === quantisation)?.id ?? null;
}

export function cataloguesView(entries: readonly CatalogueEntry[], machine: Machine, here: FindHere): CatalogueModel[] {
  const recommended = recommend(entries, machine);
  return entries.map((entry) => ({
    id: entry.id,
    name: entry.name,
    repository: entry.repository,
    quantisation: entry.quantisation,
    sizeBytes: entry.sizeBytes,
    memoryBytes: entry.memoryBytes,
    licence: licenceOf(entry.licence),
    uses: entry.uses,
    strengths: entry.strengths,
    fit: remoteFit(entry.memoryBytes, machine),
    recommended: recommended.get(entry.id) ?? null,
    modelId: here(entry.repository, entry.quantisation),
  }));
}

/** Quantisations that lose little, the best first: below four bits a model of this size is usually the worse choice. */
const SUGGESTED = ["Q6_K", "Q5_K_M", "Q4_K_M", "MXFP4", "Q8_0", "IQ4_XS", "Q4_0"];

export function choicesView(
  choices: readonly FileChoice[],
  machine: Machine,
  repository: string,
  here: FindHere,
): Choice[] {
  const views = choices.map((choice) => ({
    file: choice.files[0]?.path ?? "",
    quantisation: choice.quantisation,
    kind: choice.kind,
    files: choice.files.length,
    sizeBytes: choice.sizeBytes,
    fit: remoteFit(neededBytesFor(choice.sizeBytes), machine),
    isSuggested: false,
    modelId: here(repository, choice.quantisation),
  }));
  const fitting = views.filter(({ kind, fit }) => kind === "model" && fit.state === "fits");
  // The usual one where it fits: what is larger is slower, and seldom better by as much.
  const usual = ["Q4_K_M", "MXFP4", "Q4_0", ...SUGGESTED];
  const best = usual.map((name) => fitting.find(({ quantisation }) => quantisation === name)).find(Boolean);
  return views.map((view) => ({ ...view, isSuggested: view === best }));
}
