import type { Db } from "#main/store/database.ts";
import type { VectorSets } from "../embedding/serving-model.ts";
import type { Scores } from "../search/normalise.ts";

/** Vectors of one embedding model, all of unit length. */
export interface VectorSet {
  readonly key: number;
  readonly dimensions: number;
}

/** The model's set, made when there is none. Throws when the model now has other dimensions than it had. */
export function vectorSet(db: Db, model: string, dimensions: number): VectorSet {
  const known = findVectorSet(db, model);
  if (known !== null) {
    if (known.dimensions !== dimensions)
      throw new Error(`${model} has ${String(dimensions)} dimensions, not ${String(known.dimensions)}`);
    return known;
  }
  const { lastInsertRowid } = db
    .prepare("INSERT INTO vector_sets (model, dimensions) VALUES (?, ?)")
    .run(model, dimensions);
  const key = Number(lastInsertRowid);
  db.exec(
    `CREATE VIRTUAL TABLE vectors_${String(key)} USING vec0 (
       passage INTEGER PRIMARY KEY, embedding float[${String(dimensions)}] distance_metric=cosine
     )`,
  );
  return { key, dimensions };
}

export function findVectorSet(db: Db, model: string): VectorSet | null {
  return db.prepare<[string], VectorSet>("SELECT key, dimensions FROM vector_sets WHERE model = ?").get(model) ?? null;
}

/** Sets of other models, with all that is in them. */
export function dropOtherSets(db: Db, keep: VectorSet): void {
  const others = db.prepare<[number], { key: number }>("SELECT key FROM vector_sets WHERE key <> ?").all(keep.key);
  for (const { key } of others) {
    db.exec(`DROP TABLE vectors_${String(key)}`);
    db.prepare("DELETE FROM vector_sets WHERE key = ?").run(key);
  }
}

export interface Missing {
  readonly key: number;
  readonly section: string;
  readonly text: string;
  readonly tokens: number;
}

/** Passages without a vector of this set, the oldest first. */
export function missingVectors(db: Db, set: VectorSet, limit: number): Missing[] {
  return db
    .prepare<[number], Missing>(
      `SELECT key, section, text, tokens FROM passages
       WHERE key NOT IN (SELECT rowid FROM vectors_${String(set.key)}_rowids) ORDER BY key LIMIT ?`,
    )
    .all(limit);
}

/** How many passages have a vector of this set, and how many there are. */
export function vectorCounts(db: Db, set: VectorSet): { embedded: number; passages: number } {
  return { embedded: rowsOf(db, `vectors_${String(set.key)}_rowids`), passages: rowsOf(db, "passages") };
}

function rowsOf(db: Db, table: string): number {
  return db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
}

/** How many passages there are, and how many of them each model has made a vector of. */
export function vectorSets(db: Db): VectorSets {
  const sets = db
    .prepare<[], VectorSet & { model: string }>("SELECT key, model, dimensions FROM vector_sets ORDER BY key")
    .all();
  return {
    passages: rowsOf(db, "passages"),
    sets: sets.map(({ key, model, dimensions }) => ({
      model,
      dimensions,
      embedded: rowsOf(db, `vectors_${String(key)}_rowids`),
    })),
  };
}

export function addVectors(
  db: Db,
  set: VectorSet,
  vectors: readonly (readonly [key: number, vector: Float32Array])[],
): void {
  const exists = db.prepare<[number], number>("SELECT 1 FROM passages WHERE key = ?").pluck();
  const insert = db.prepare(`INSERT OR REPLACE INTO vectors_${String(set.key)} (passage, embedding) VALUES (?, ?)`);
  for (const [key, vector] of vectors) {
    // Its document may have been taken away while it was being embedded. vec0 takes integers as BigInt only.
    if (exists.get(key) !== undefined) insert.run(BigInt(key), bytesOf(vector));
  }
}

/** vec0 does not know of foreign keys. */
export function removeVectors(db: Db, passages: readonly number[]): void {
  const sets = db.prepare<[], { key: number }>("SELECT key FROM vector_sets").all();
  for (const { key } of sets) {
    const remove = db.prepare(`DELETE FROM vectors_${String(key)} WHERE passage = ?`);
    for (const passage of passages) remove.run(BigInt(passage));
  }
}

/** Cosines with the nearest passages; `only` names a temporary table of the passages that count, null: all. */
export function nearest(db: Db, set: VectorSet, vector: Float32Array, limit: number, only: string | null): Scores {
  const within = only === null ? "" : `AND passage IN (SELECT key FROM ${only})`;
  const rows = db
    .prepare<[Buffer, number], { passage: number; distance: number }>(
      `SELECT passage, distance FROM vectors_${String(set.key)} WHERE embedding MATCH ? AND k = ? ${within}`,
    )
    .all(bytesOf(vector), limit);
  return new Map(rows.map(({ passage, distance }) => [passage, 1 - distance]));
}

export function vectorOf(db: Db, set: VectorSet, passage: number): Float32Array | null {
  const bytes = db
    .prepare<[number], Buffer>(`SELECT embedding FROM vectors_${String(set.key)} WHERE passage = ?`)
    .pluck()
    .get(passage);
  // A copy: SQLite's buffers need not lie at a multiple of four.
  return bytes === undefined ? null : new Float32Array(Uint8Array.from(bytes).buffer);
}

function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
