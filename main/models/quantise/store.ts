import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import { copyComparison, type CopyComparison, type ModelCopy, type Quantisation } from "./contract.ts";

interface Row {
  model_id: string;
  source_id: string;
  source_name: string;
  source_quantisation: string;
  type: string;
  made_at: number;
  source_bytes: number;
  bytes: number;
  importance: string | null;
  comparison: string | null;
  problem: string | null;
}

export interface CopiesStore {
  all(): ModelCopy[];
  save(copy: ModelCopy): void;
}

const COLUMNS = [
  "model_id",
  "source_id",
  "source_name",
  "source_quantisation",
  "type",
  "made_at",
  "source_bytes",
  "bytes",
  "importance",
  "comparison",
  "problem",
] as const;

export function createCopiesStore(store: Store): CopiesStore {
  const all = store.db.prepare<[], Row>(`SELECT ${COLUMNS.join(", ")} FROM model_copies ORDER BY made_at`);
  const save = store.db.prepare<[Row]>(
    `INSERT INTO model_copies (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((column) => `@${column}`).join(", ")})
     ON CONFLICT (model_id) DO UPDATE SET ${COLUMNS.slice(1)
       .map((column) => `${column} = excluded.${column}`)
       .join(", ")}`,
  );
  return {
    all: () => all.all().map(fromRow),
    save: (copy) => void store.write(() => save.run(toRow(copy))),
  };
}

function fromRow(row: Row): ModelCopy {
  return {
    modelId: row.model_id,
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceQuantisation: row.source_quantisation,
    type: row.type as Quantisation,
    madeAt: row.made_at,
    sourceBytes: row.source_bytes,
    bytes: row.bytes,
    importance: row.importance === null ? null : (JSON.parse(row.importance) as ModelCopy["importance"]),
    comparison: comparisonOf(row.comparison),
    problem: row.problem === null ? null : (JSON.parse(row.problem) as ErrorShape),
  };
}

/** One of another version says nothing; it can be made again. */
function comparisonOf(json: string | null): CopyComparison | null {
  return json === null ? null : (copyComparison.safeParse(JSON.parse(json)).data ?? null);
}

function toRow(copy: ModelCopy): Row {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    model_id: copy.modelId,
    source_id: copy.sourceId,
    source_name: copy.sourceName,
    source_quantisation: copy.sourceQuantisation,
    type: copy.type,
    made_at: copy.madeAt,
    source_bytes: copy.sourceBytes,
    bytes: copy.bytes,
    importance: json(copy.importance),
    comparison: json(copy.comparison),
    problem: json(copy.problem),
  };
}
