import { basename, dirname } from "node:path";
import type { ModelCard } from "./contract.ts";
import type { ModelRecord } from "../store.ts";
import type { Card } from "./store.ts";

/** Where a model came from: Cloister's own download knows best, then the place that keeps it, then the file. */
export function originOf(record: ModelRecord, { origin }: Card): ModelCard["origin"] {
  if (origin !== null) return { name: origin.repository, url: origin.url, saidBy: "download" };
  const placed = byPlace(record);
  if (placed !== null) return { name: placed, url: null, saidBy: "place" };
  const { repository, sourceUrl } = record.facts.about;
  const name = repository ?? sourceUrl;
  return name === null ? null : { name, url: sourceUrl, saidBy: "file" };
}

function byPlace({ keptIn, path, facts, name }: ModelRecord): string | null {
  switch (keptIn) {
    case "hugging-face": {
      // models--publisher--name/snapshots/revision/file
      const [, publisher, repository] = /[\\/]models--(.+?)--(.+?)[\\/]snapshots[\\/]/.exec(path) ?? [];
      return publisher === undefined || repository === undefined ? null : `${publisher}/${repository}`;
    }
    case "lm-studio": {
      // publisher/repository/file
      const folder = dirname(path);
      const publisher = basename(dirname(folder));
      return publisher === "models" ? null : `${publisher}/${basename(folder)}`;
    }
    case "ollama":
      return name === facts.name ? null : name;
    default:
      return null;
  }
}
