import { basename } from "node:path";
import type { Machine } from "../fit/contract.ts";
import type { MachineSpeed } from "../fit/machine-speed.ts";
import type { Library } from "../library/library.ts";
import type { Cards } from "../library/store.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { type FileChoice, quantisationOf } from "./choices.ts";
import type { Brought, CatalogueModel, Choice } from "./contract.ts";
import { licenceOf } from "./licences.ts";
import { recommend, remoteSpeed } from "./recommend.ts";
import { neededBytesFor, remoteFit } from "./remote-fit.ts";

/** The models on this computer that came from a hub. */
export function broughtFrom(library: Library, cards: Cards): Brought[] {
  return library.listed().flatMap((record) => {
    const origin = cards.of(record.id).origin;
    if (origin === null || record.problem !== null) return [];
    const { repository } = origin;
    return [{ modelId: record.id, repository, quantisation: quantisationOf(basename(record.path)) }];
  });
}

export function cataloguesView(
  entries: readonly CatalogueEntry[],
  machine: Machine,
  measured: MachineSpeed | null,
  brought: readonly Brought[],
): CatalogueModel[] {
  const recommended = recommend(entries, machine, measured);
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
    estimatedTokensPerSecond: remoteSpeed(entry, machine, measured),
    recommended: recommended.get(entry.id) ?? null,
    modelId: brought.find((one) => isOf(one, entry))?.modelId ?? null,
  }));
}

function isOf(one: Brought, entry: CatalogueEntry): boolean {
  return one.repository === entry.repository && one.quantisation === entry.quantisation;
}

/** Quantisations that lose little, the best first: below four bits a model of this size is usually the worse choice. */
const SUGGESTED = ["Q6_K", "Q5_K_M", "Q4_K_M", "MXFP4", "Q8_0", "IQ4_XS", "Q4_0"];

export function choicesView(choices: readonly FileChoice[], machine: Machine): Choice[] {
  const views = choices.map((choice) => ({
    file: choice.files[0]?.path ?? "",
    quantisation: choice.quantisation,
    kind: choice.kind,
    files: choice.files.length,
    sizeBytes: choice.sizeBytes,
    fit: remoteFit(neededBytesFor(choice.sizeBytes), machine),
    isSuggested: false,
  }));
  const fitting = views.filter(({ kind, fit }) => kind === "model" && fit.state === "fits");
  // The usual one where it fits: what is larger is slower, and seldom better by as much.
  const usual = ["Q4_K_M", "MXFP4", "Q4_0", ...SUGGESTED];
  const best = usual.map((name) => fitting.find(({ quantisation }) => quantisation === name)).find(Boolean);
  return views.map((view) => ({ ...view, isSuggested: view === best }));
}
