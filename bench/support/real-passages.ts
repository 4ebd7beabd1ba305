import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readCranfield, readSquad } from "../lib/retrieval-data.ts";

/** A real text as a search would hand it to a model, with its sentences. */
export interface RealPassage {
  readonly text: string;
  readonly sentences: readonly string[];
}

const NOTES = ["MTS-Dialog-TrainingSet.csv", "MTS-Dialog-ValidationSet.csv"];

/** Encyclopedia (SQuAD), clinical notes (MTS-Dialog) and abstracts (Cranfield), mixed so that neighbours are of one kind. */
export function readPassages(): RealPassage[] {
  const squad = readSquad().passages.map(({ text }) => text);
  const cranfield = readCranfield()
    .passages.slice(0, 500)
    .map(({ text }) => text.replace(/ \.(?= |$)/g, ".").replace(/ ,/g, ","));
  return [...squad, ...NOTES.flatMap(readNotes), ...cranfield]
    .map((text) => text.replace(/\s+/g, " ").trim())
    .map((text) => ({ text, sentences: split(text) }))
    .filter(({ sentences }) => sentences.length > 0);
}

function readNotes(name: string): string[] {
  const path = fileURLToPath(new URL(`../../../shared/data/mts-dialog/${name}`, import.meta.url));
  if (!existsSync(path))
    throw new Error(`This bench needs mts-dialog/${name} in shared/data beside the project, and it is not there.`);
  return rowsOf(readFileSync(path, "utf8"))
    .slice(1)
    .map((row) => row[2] ?? "")
    .filter((text) => text.length > 60);
}

function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end !== ",") rows.push([]);
  }
  return rows;
}

/** Rough on purpose: a sentence that was cut wrongly is cut the same way in both of its versions. */
function split(text: string): string[] {
  return text
    .replace(/\b(Dr|Mr|Mrs|Ms|St|vs|approx|No|e\.g|i\.e)\.\s/g, "$1.\u0001")
    .split(/(?<=[.!?])\s+(?=[A-Z0-9a-z])/)
    .map((sentence) => sentence.replaceAll("\u0001", " ").trim())
    .filter((sentence) => /[.!?]$/.test(sentence))
    .filter((sentence) => {
      const words = sentence.split(" ").length;
      return words >= 6 && words <= 45;
    });
}
