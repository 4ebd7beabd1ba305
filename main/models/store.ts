import type { Store } from "#main/store/open.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { loadOptions, type LoadOptions, type Model } from "./contract.ts";
import { type ModelFacts, NOTHING_SAID } from "./facts.ts";
import { DEFAULT_LOAD_OPTIONS } from "./load-options.ts";

/** A model as it is kept: what the page sees is made of this and of what is free now. */
export interface ModelRecord {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly namedByUser: boolean;
  readonly keptIn: Model["keptIn"];
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** "" while the file could not be read. */
  readonly fingerprint: string;
  readonly facts: ModelFacts;
  readonly problem: ErrorShape | null;
  readonly loadOptions: LoadOptions;
  readonly tokensPerSecond: number | null;
  readonly addedAt: number;
  readonly lastUsedAt: number | null;
  readonly forgottenAt: number | null;
}

interface Row {
  id: string;
  path: string;
  name: string;
  named_by_user: number;
  kept_in: string;
  size_bytes: number;
  modified_ms: number;
  fingerprint: string;
  facts: string;
  problem: string | null;
  load_options: string;
  tokens_per_second: number | null;
  added_at: number;
  last_used_at: number | null;
  forgotten_at: number | null;
}

export interface ModelsStore {
  all(): ModelRecord[];
  save(record: ModelRecord): void;
  /** Everything that `work` saves, in one transaction. */
  together(work: () => void): void;
  folders(): string[];
  addFolder(path: string): void;
  removeFolder(path: string): void;
}

const COLUMNS = [
  "id",
  "path",
  "name",
  "named_by_user",
  "kept_in",
  "size_bytes",
  "modified_ms",
  "fingerprint",
  "facts",
  "problem",
  "load_options",
  "tokens_per_second",
  "added_at",
  "last_used_at",
  "forgotten_at",
] as const;

export function createModelsStore(store: Store): ModelsStore {
  const all = store.db.prepare<[], Row>(`SELECT ${COLUMNS.join(", ")} FROM models ORDER BY added_at, key`);
  const save = store.db.prepare<[Row]>(
    `INSERT INTO models (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((column) => `@${column}`).join(", ")})
     ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(1)
       .map((column) => `${column} = excluded.${column}`)
       .join(", ")}`,
  );
  const folders = store.db.prepare<[], { path: string }>("SELECT path FROM model_folders ORDER BY added_at, path");
  const addFolder = store.db.prepare<[string, number]>(
    "INSERT INTO model_folders (path, added_at) VALUES (?, ?) ON CONFLICT (path) DO NOTHING",
  );
  const removeFolder = store.db.prepare<[string]>("DELETE FROM model_folders WHERE path = ?");
  return {
    all: () => all.all().map(fromRow),
    save: (record) => void store.write(() => save.run(toRow(record))),
    together: (work) => store.write(work),
    folders: () => folders.all().map(({ path }) => path),
    addFolder: (path) => void store.write(() => addFolder.run(path, Date.now())),
    removeFolder: (path) => void store.write(() => removeFolder.run(path)),
  };
}

function fromRow(row: Row): ModelRecord {
  return {
    id: row.id,
    path: row.path,
    name: row.name,
    namedByUser: row.named_by_user === 1,
    keptIn: row.kept_in as Model["keptIn"],
    sizeBytes: row.size_bytes,
    modifiedMs: row.modified_ms,
    fingerprint: row.fingerprint,
    facts: withAbout(JSON.parse(row.facts) as StoredFacts),
    problem: row.problem === null ? null : (JSON.parse(row.problem) as ErrorShape),
    loadOptions: withDefaults(row.load_options),
    tokensPerSecond: row.tokens_per_second,
    addedAt: row.added_at,
    lastUsedAt: row.last_used_at,
    forgottenAt: row.forgotten_at,
  };
}

function toRow(record: ModelRecord): Row {
  return {
    id: record.id,
    path: record.path,
    name: record.name,
    named_by_user: record.namedByUser ? 1 : 0,
    kept_in: record.keptIn,
    size_bytes: record.sizeBytes,
    modified_ms: record.modifiedMs,
    fingerprint: record.fingerprint,
    facts: JSON.stringify(record.facts),
    problem: record.problem === null ? null : JSON.stringify(record.problem),
    load_options: JSON.stringify(differences(record.loadOptions)),
    tokens_per_second: record.tokensPerSecond,
    added_at: record.addedAt,
    last_used_at: record.lastUsedAt,
    forgotten_at: record.forgottenAt,
  };
}

type StoredFacts = Omit<ModelFacts, "about"> & { about?: Partial<ModelFacts["about"]> };

/** Rows of earlier versions know less; the next scan reads their files again. */
function withAbout(facts: StoredFacts): ModelFacts {
  return { ...facts, about: { ...NOTHING_SAID, ...facts.about } };
}

/** Options of another version, or a damaged row, are no reason not to start: what is not valid has its default. */
function withDefaults(json: string): LoadOptions {
  const parsed = loadOptions.safeParse({ ...DEFAULT_LOAD_OPTIONS, ...(JSON.parse(json) as object) });
  return parsed.success ? parsed.data : DEFAULT_LOAD_OPTIONS;
}

function differences(options: LoadOptions): Partial<LoadOptions> {
  const entries = Object.entries(options).filter(
    ([key, value]) => DEFAULT_LOAD_OPTIONS[key as keyof LoadOptions] !== value,
  );
  return Object.fromEntries(entries);
}
