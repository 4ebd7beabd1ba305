import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { use } from "./contract.ts";

const entry = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** As people know them from Ollama: "gemma3:270m". */
  shortNames: z.array(z.string()),
  repository: z.string(),
  quantisation: z.string(),
  sizeBytes: z.number(),
  /** What is read for each token: of a mixture of experts only a part. Divided by the memory's speed it says how fast it writes. */
  readBytes: z.number(),
  memoryBytes: z.number(),
  licence: z.string(),
  uses: z.array(use),
  strengths: z.string(),
});
export type CatalogueEntry = z.infer<typeof entry>;

const catalogue = z.strictObject({ reviewed: z.string(), models: z.array(entry) });

/** The models that we looked at and would give to a friend, the smallest first. Shipped, so that it can be read offline. */
export function readCatalogue(resourcesDir: string): CatalogueEntry[] {
  return catalogue.parse(JSON.parse(readFileSync(join(resourcesDir, "catalogue.json"), "utf8"))).models;
}

/** A short name of the catalogue, with or without ":latest". */
export function findShortName(entries: readonly CatalogueEntry[], text: string): CatalogueEntry | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^ollama (run|pull) /, "")
    .replace(/:latest$/, "");
  return entries.find(({ shortNames, id }) => shortNames.includes(name) || id === name);
}
