import { basename } from "node:path";
import { isAppError } from "#main/rpc/errors.ts";
import { ABOUT_VERSION } from "../facts.ts";
import type { ModelRecord } from "../store.ts";
import { type Candidate, findCandidates, type Looked, type LookOptions } from "./candidates.ts";
import { isSameStamp, lookAt } from "./file-stamp.ts";
import type { Inspection } from "./inspect.ts";
import type { Inspector } from "./inspector.ts";
import type { Library } from "./library.ts";
import { incomplete, missing } from "./missing.ts";
import { fileName } from "./model-name.ts";

export interface ScanOptions extends LookOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  /** Files younger than this are left for the next time: somebody may be writing them. 0 reads everything. */
  readonly settleMs: number;
}

/** What differs from what is known, found without opening a file. */
export interface ScanPlan extends Looked {
  /** New files, and those that are not what they were. */
  readonly toRead: readonly Candidate[];
  /** Known models whose file is back as it was. */
  readonly back: readonly ModelRecord[];
  /** Split models of which parts are missing. */
  readonly incomplete: readonly Candidate[];
  readonly gone: readonly ModelRecord[];
  /** Files that are still being written: look again soon. */
  readonly isUnsettled: boolean;
}

/** Notes are written together: each time alone takes the disk some milliseconds. */
const NOTED_AT_ONCE = 64;
const NOTED_EVERY_MS = 250;

export async function planScan(options: ScanOptions): Promise<ScanPlan> {
  const { library, settleMs } = options;
  const looked = await findCandidates(options);
  const found = new Set(looked.candidates.map(({ path }) => path));
  const candidates = [...looked.candidates];
  const gone: ModelRecord[] = [];
  for (const record of library.listed()) {
    if (found.has(record.path)) continue;
    const look = await lookAt(record.path);
    if (look === null) gone.push(record);
    // Added by name, or in a folder that is looked through no more.
    else candidates.push({ path: record.path, keptIn: record.keptIn, look });
  }
  const plan = { toRead: [] as Candidate[], back: [] as ModelRecord[], incomplete: [] as Candidate[] };
  let isUnsettled = false;
  for (const candidate of candidates) {
    const known = library.byPath(candidate.path);
    const what = whatToDo(candidate, known);
    if (what === null) continue;
    if (what === "back" && known !== undefined) plan.back.push(known);
    else if (Date.now() - candidate.look.modifiedMs < settleMs) isUnsettled = true;
    else if (what === "incomplete") plan.incomplete.push(candidate);
    else plan.toRead.push(candidate);
  }
  return { ...looked, ...plan, gone, isUnsettled };
}

function whatToDo({ look }: Candidate, known: ModelRecord | undefined): "read" | "back" | "incomplete" | null {
  const problem = known?.problem?.code;
  const lacked = known?.problem?.code === "MODEL_INCOMPLETE" ? known.problem.data.missing : undefined;
  const wasAway = problem === "MODEL_NOT_FOUND" || problem === "MODEL_AWAY";
  // Taken off the list by the user. One that went into the bin is listed again when it comes back from there.
  if (known !== undefined && known.forgottenAt !== null && !wasAway) return null;
  const isSame = known !== undefined && isSameStamp(known, look);
  if (look.missing.length > 0) return isSame && lacked === look.missing[0] ? null : "incomplete";
  if (!isSame || problem === "MODEL_INCOMPLETE") return "read";
  if (wasAway) return known.fingerprint === "" ? "read" : "back";
  const isOutdated = known.fingerprint !== "" && known.facts.about.version !== ABOUT_VERSION;
  return isOutdated && problem !== "MODEL_CHANGED" ? "read" : null;
}

/** Brings the library up to date. Reads only what has changed since the last time; files are never touched. */
export async function carryOut(plan: ScanPlan, options: ScanOptions): Promise<void> {
  const { library, inspector, signal, progress, log } = options;
  const { toRead, back, gone, emptyPlaces } = plan;
  const lost = new Map(gone.map((record) => [record.id, record]));
  let waiting: (() => void)[] = [];
  let notedAt = performance.now();
  const note = (work: () => void): void => {
    waiting.push(work);
    if (waiting.length < NOTED_AT_ONCE && performance.now() - notedAt < NOTED_EVERY_MS) return;
    noteAll();
  };
  const noteAll = (): void => {
    const works = waiting;
    waiting = [];
    notedAt = performance.now();
    if (works.length > 0) library.together(() => works.forEach((work) => work()));
  };

  for (const record of back) note(() => library.foundAgain(record.id));
  for (const candidate of plan.incomplete) note(() => noteIncomplete(candidate, library, lost));
  try {
    for (const [index, candidate] of toRead.entries()) {
      signal.throwIfAborted();
      progress(index / toRead.length, { key: "reading-model", values: { file: basename(candidate.path) } });
      try {
        const inspection = await inspector.inspect(candidate.path);
        note(() => noteRead(candidate, inspection, library, lost));
      } catch (error) {
        if (isAppError(error, "NOT_FOUND")) continue;
        if (isAppError(error)) note(() => noteBroken(candidate, error.toShape(), library, lost));
        else log.error({ err: error, file: candidate.path }, "A model file could not be read");
      }
    }
  } finally {
    noteAll();
  }
  for (const record of lost.values()) {
    const problem = (await missing(record, emptyPlaces)).toShape();
    if (JSON.stringify(record.problem) !== JSON.stringify(problem)) note(() => library.update(record.id, { problem }));
  }
  noteAll();
}

type Records = Map<string, ModelRecord>;

function noteRead({ path, keptIn, name }: Candidate, inspection: Inspection, library: Library, lost: Records): void {
  const known = library.byPath(path);
  const moved = lost.values().find((record) => record.fingerprint === inspection.fingerprint);
  if (known === undefined && moved !== undefined) {
    lost.delete(moved.id);
    library.accept(moved.id, path, inspection);
    library.update(moved.id, { keptIn });
    return;
  }
  const record = library.note(path, keptIn, inspection, name);
  lost.delete(record.id);
  // Back from the system's bin.
  if (record.forgottenAt !== null) library.update(record.id, { forgottenAt: null });
}

function noteBroken(
  { path, keptIn, look }: Candidate,
  problem: NonNullable<ModelRecord["problem"]>,
  library: Library,
  lost: Records,
): void {
  lost.delete(library.noteBroken(path, keptIn, problem, look).id);
}

function noteIncomplete(candidate: Candidate, library: Library, lost: Records): void {
  const { path, look } = candidate;
  const name = library.byPath(path)?.name ?? fileName(path);
  noteBroken(candidate, incomplete(name, look.count, look.missing).toShape(), library, lost);
}
