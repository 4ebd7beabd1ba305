import type { Job } from "#main/jobs/contract.ts";
import type { Log } from "#main/lib/log.ts";
import type { Folder, Model } from "../contract.ts";
import { type FileLook, lookAt } from "./file-stamp.ts";
import { findGgufFiles } from "./find-files.ts";
import type { Library } from "./library.ts";
import { findOllamaFiles } from "./ollama.ts";
import type { Place } from "./places.ts";
import { withoutLaterParts } from "#main/lib/gguf/split-files.ts";

/** A file that may be a model, of a split one its first part; not read yet. */
export interface Candidate {
  readonly path: string;
  readonly keptIn: Model["keptIn"];
  /** Where the file itself has none. */
  readonly name?: string;
  readonly look: FileLook;
}

export interface Looked {
  readonly candidates: Candidate[];
  /** Folders in which something new may appear. */
  readonly folders: string[];
  /** How each place is; those of other programs that are not there are "gone". */
  readonly places: Map<string, Folder["state"]>;
  /** Places that hold nothing at all: a drive may have been mounted there. */
  readonly emptyPlaces: string[];
}

export interface LookOptions {
  readonly library: Pick<Library, "byPath">;
  /** In this order: a file that lies in two of them belongs to the first. */
  readonly places: readonly Place[];
  readonly ollamaFolders: readonly string[];
  readonly log: Log;
  readonly signal: AbortSignal;
  progress(fraction: number | null, step?: Job["step"]): void;
}

/** How many files are asked for at once: a network drive answers one after the other all too slowly. */
const AT_ONCE = 16;

/** Looks through folders, and at the files in them from outside. */
export async function findCandidates(options: LookOptions): Promise<Looked> {
  const { library, places, ollamaFolders, log, signal, progress } = options;
  const files: Omit<Candidate, "look">[] = [];
  const looked: Looked = { candidates: [], folders: [], places: new Map(), emptyPlaces: [] };
  for (const { path, keptIn } of places) {
    progress(null, { key: "looking-in", values: { folder: path } });
    const found = await findGgufFiles(path, signal);
    if (found.isCut) log.warn({ folder: path }, "A folder holds too many files to look at all of them");
    if (found.unreadable.length > 0) log.warn({ folders: found.unreadable.slice(0, 10) }, "Folders cannot be read");
    looked.folders.push(...found.folders);
    looked.places.set(path, found.root === "empty" ? "here" : found.root);
    if (found.root === "empty") looked.emptyPlaces.push(path);
    files.push(...withoutLaterParts(found.files).map((file) => ({ path: file, keptIn })));
  }
  for (const folder of ollamaFolders) {
    const found = await findOllamaFiles(folder, signal);
    looked.folders.push(...found.folders);
    files.push(...found.files.map((file) => ({ ...file, keptIn: "ollama" as const })));
  }
  for (let at = 0; at < files.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const part = files.slice(at, at + AT_ONCE);
    const looks = await Promise.all(part.map(({ path }) => lookAt(path)));
    looks.forEach((look, index) => {
      const file = part[index];
      if (look !== null && file !== undefined) looked.candidates.push({ ...file, look });
    });
  }
  return { ...looked, candidates: withoutDoubles(looked.candidates, library) };
}

/** One model may be reached by several links, folders and tags: the way by which it is known counts, else the first. */
function withoutDoubles(candidates: readonly Candidate[], library: Pick<Library, "byPath">): Candidate[] {
  const kept = new Map<string, Candidate>();
  const rank = ({ path }: Candidate): number => {
    const known = library.byPath(path);
    return known === undefined ? 0 : known.forgottenAt === null ? 2 : 1;
  };
  for (const candidate of candidates) {
    const { identity } = candidate.look;
    const other = kept.get(identity);
    if (other === undefined || rank(candidate) > rank(other)) kept.set(identity, candidate);
  }
  return [...kept.values()];
}
