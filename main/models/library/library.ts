import { newId } from "#main/lib/ids.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { ARCHITECTURES } from "./architectures.ts";
import type { Model } from "../contract.ts";
import { NOTHING_SAID } from "../facts.ts";
import type { FileStamp } from "./file-stamp.ts";
import type { Inspection } from "./inspect.ts";
import { DEFAULT_LOAD_OPTIONS } from "../load-options.ts";
import { fileName } from "./model-name.ts";
import type { ModelRecord, ModelsStore } from "../store.ts";

/** The models that are known, in memory as they are on disk. */
export interface Library {
  /** Those on the list, in the order in which they were added. */
  listed(): ModelRecord[];
  /** Those that were taken off it. */
  off(): ModelRecord[];
  /** Throws NOT_FOUND. */
  get(modelId: string): ModelRecord;
  /** Also one that the user has taken off the list. */
  byPath(path: string): ModelRecord | undefined;
  byFingerprint(fingerprint: string): ModelRecord[];
  /** Others on the list that look the same: by their size, header and samples. */
  doublesOf(record: ModelRecord): ModelRecord[];
  /** What was read of a file: a new record, or what has become of the one at this path. */
  note(path: string, keptIn: Model["keptIn"], inspection: Inspection, name?: string): ModelRecord;
  /** A file that was found and cannot be read: listed with its problem. */
  noteBroken(path: string, keptIn: Model["keptIn"], problem: ErrorShape, stat: FileStamp): ModelRecord;
  /** Takes what is at its path now as this model, whatever it was before. */
  accept(modelId: string, path: string, inspection: Inspection): ModelRecord;
  /** Its file is back as it was. */
  foundAgain(modelId: string): ModelRecord;
  /** All that `work` notes is on disk at once, or nothing of it. */
  together(work: () => void): void;
  update(modelId: string, changes: Partial<Omit<ModelRecord, "id">>): ModelRecord;
}

export function createLibrary(store: ModelsStore, onChange: (modelId: string) => void): Library {
  const records = new Map(store.all().map((record) => [record.id, record]));

  const idsByPath = new Map([...records.values()].map(({ path, id }) => [path, id]));

  const idsByFingerprint = new Map<string, Set<string>>();
  const noteFingerprint = ({ id, fingerprint }: ModelRecord): void => {
    const ids = idsByFingerprint.get(fingerprint) ?? new Set();
    idsByFingerprint.set(fingerprint, ids.add(id));
  };
  records.forEach(noteFingerprint);

  const put = (record: ModelRecord): ModelRecord => {
    store.save(record);
    const before = records.get(record.id);
    if (before !== undefined && before.path !== record.path) idsByPath.delete(before.path);
    records.set(record.id, record);
    idsByPath.set(record.path, record.id);
    if (before?.fingerprint !== record.fingerprint) {
      idsByFingerprint.get(before?.fingerprint ?? "")?.delete(record.id);
      noteFingerprint(record);
    }
    onChange(record.id);
    return record;
  };
  const get = (modelId: string): ModelRecord => {
    const record = records.get(modelId);
    if (record === undefined) throw new AppError("NOT_FOUND", "This model is no longer listed.", { what: "model" });
    return record;
  };
  const byPath = (path: string): ModelRecord | undefined => records.get(idsByPath.get(path) ?? "");

  const byFingerprint = (fingerprint: string): ModelRecord[] =>
    [...(idsByFingerprint.get(fingerprint) ?? [])].flatMap((id) => records.get(id) ?? []);

  return {
    listed: () => [...records.values()].filter((record) => record.forgottenAt === null),
    off: () => [...records.values()].filter((record) => record.forgottenAt !== null),
    get,
    byPath,
    byFingerprint,
    doublesOf: ({ id, fingerprint }) =>
      fingerprint === ""
        ? []
        : byFingerprint(fingerprint).filter((other) => other.id !== id && other.forgottenAt === null),
    note(path, keptIn, inspection, name) {
      const known = byPath(path);
      if (known === undefined) return put(newRecord(path, keptIn, inspection, name));
      const isSame = known.fingerprint === "" || known.fingerprint === inspection.fingerprint;
      if (isSame) return put(withInspection(known, path, inspection));
      // The stamp is the new one's, so that the next scan does not read it again; everything else stays the old one's.
      const { sizeBytes, modifiedMs } = inspection;
      return put({ ...known, sizeBytes, modifiedMs, problem: changed(known).toShape() });
    },
    noteBroken(path, keptIn, problem, stamp) {
      const known = byPath(path);
      const { sizeBytes, modifiedMs } = stamp;
      return put({ ...(known ?? emptyRecord(path, keptIn)), sizeBytes, modifiedMs, problem });
    },
    accept: (modelId, path, inspection) =>
      put({ ...withInspection(get(modelId), path, inspection), forgottenAt: null }),
    foundAgain(modelId) {
      const record = get(modelId);
      return put({ ...record, problem: problemOf(record.name, record), forgottenAt: null });
    },
    together: (work) => store.together(work),
    update: (modelId, changes) => put({ ...get(modelId), ...changes }),
  };
}

export function changed(record: ModelRecord): AppError {
  const data = { model: record.name, path: record.path };
  return new AppError("MODEL_CHANGED", `The file of ${record.name} was replaced by another model.`, data);
}

/** What keeps a sound file from being used. */
function problemOf(name: string, { facts }: Pick<Inspection, "facts">): ErrorShape | null {
  if (ARCHITECTURES.has(facts.architecture)) return null;
  const { architecture } = facts;
  const message = `${name} has the architecture "${architecture}", which this version of Cloister cannot run.`;
  return new AppError("MODEL_UNSUPPORTED", message, { model: name, architecture }).toShape();
}

function withInspection(record: ModelRecord, path: string, inspection: Inspection): ModelRecord {
  // A record without a fingerprint was broken: its name was made from the file's.
  const isRenamed = record.namedByUser || record.fingerprint === inspection.fingerprint;
  const name = isRenamed ? record.name : inspection.facts.name;
  return { ...record, ...inspection, path, name, problem: problemOf(name, inspection) };
}

function newRecord(path: string, keptIn: Model["keptIn"], inspection: Inspection, given?: string): ModelRecord {
  const name = given ?? inspection.facts.name;
  return { ...emptyRecord(path, keptIn), ...inspection, name, problem: problemOf(name, inspection) };
}

function emptyRecord(path: string, keptIn: Model["keptIn"]): ModelRecord {
  return {
    id: newId(),
    path,
    name: fileName(path),
    namedByUser: false,
    keptIn,
    sizeBytes: 0,
    modifiedMs: 0,
    fingerprint: "",
    facts: {
      name: fileName(path),
      kind: "base",
      architecture: "",
      parameters: null,
      quantisation: "",
      licence: null,
      trainedContextTokens: 0,
      hasChatTemplate: false,
      thinks: false,
      weightsBytes: 0,
      shape: null,
      about: NOTHING_SAID,
    },
    problem: null,
    loadOptions: DEFAULT_LOAD_OPTIONS,
    tokensPerSecond: null,
    addedAt: Date.now(),
    lastUsedAt: null,
    forgottenAt: null,
  };
}
