import type { Database } from "better-sqlite3";
import type { Preset, Sampling } from "./contract.ts";

interface Row {
  id: string;
  name: string;
  sampling: string;
}

/** The user's own presets. */
export interface PresetRows {
  /** By name. */
  all(): Preset[];
  save(preset: { id: string; name: string; sampling: Sampling }): void;
  /** False when there was none. */
  remove(id: string): boolean;
  has(id: string): boolean;
}

export function createPresetRows(db: Database): PresetRows {
  const all = db.prepare<[], Row>(`SELECT id, name, sampling FROM presets ORDER BY name COLLATE NOCASE, key`);
  const save = db.prepare(`
    INSERT INTO presets (id, name, sampling) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, sampling = excluded.sampling`);
  const remove = db.prepare(`DELETE FROM presets WHERE id = ?`);
  const has = db.prepare<[string], number>(`SELECT 1 FROM presets WHERE id = ?`).pluck();
  return {
    all: () =>
      all.all().map(({ id, name, sampling }) => ({
        id,
        name,
        builtIn: false,
        sampling: JSON.parse(sampling) as Sampling,
      })),
    save: ({ id, name, sampling }) => void save.run(id, name, JSON.stringify(sampling)),
    remove: (id) => remove.run(id).changes > 0,
    has: (id) => has.get(id) === 1,
  };
}
