import type { Store } from "#main/store/open.ts";
import { measurement, type Measurement, type Preset, presetParts } from "./contract.ts";

interface Row {
  id: string;
  model_id: string | null;
  name: string;
  parts: string;
}

interface MeasurementRow {
  id: string;
  model_id: string;
  preset_id: string | null;
  at: number;
  figures: string;
}

/** The user's own presets, which of them are usual, and what was measured. */
export interface PresetsStore {
  /** By name. */
  all(): Preset[];
  save(preset: Preset): void;
  remove(id: string): void;
  usual(): { modelId: string; presetId: string }[];
  setUsual(modelId: string, presetId: string | null): void;
  /** Oldest first; at most `limit` of the newest. */
  measurements(modelId: string, presetId: string | null, limit: number): Measurement[];
  /** The newest of each model and preset. */
  newest(): Measurement[];
  addMeasurement(measurement: Measurement): void;
  /** Text of a template that an answer was written with; null when it is not known. */
  template(sha256: string): string | null;
  keepTemplate(sha256: string, text: string): void;
}

export function createPresetsStore(store: Store): PresetsStore {
  const { db } = store;
  const all = db.prepare<[], Row>(
    "SELECT id, model_id, name, parts FROM model_presets ORDER BY name COLLATE NOCASE, key",
  );
  const save = db.prepare<[Row]>(
    `INSERT INTO model_presets (id, model_id, name, parts) VALUES (@id, @model_id, @name, @parts)
     ON CONFLICT (id) DO UPDATE SET model_id = excluded.model_id, name = excluded.name, parts = excluded.parts`,
  );
  const remove = db.prepare<[string]>("DELETE FROM model_presets WHERE id = ?");
  const removeUsual = db.prepare<[string]>("DELETE FROM usual_presets WHERE preset_id = ?");
  const removeMeasured = db.prepare<[string]>("DELETE FROM preset_measurements WHERE preset_id = ?");
  const usual = db.prepare<[], { modelId: string; presetId: string }>(
    "SELECT model_id AS modelId, preset_id AS presetId FROM usual_presets",
  );
  const setUsual = db.prepare<[string, string]>(
    `INSERT INTO usual_presets (model_id, preset_id) VALUES (?, ?)
     ON CONFLICT (model_id) DO UPDATE SET preset_id = excluded.preset_id`,
  );
  const unsetUsual = db.prepare<[string]>("DELETE FROM usual_presets WHERE model_id = ?");
  const measured = db.prepare<[string, string | null, number], MeasurementRow>(
    `SELECT id, model_id, preset_id, at, figures FROM preset_measurements
     WHERE model_id = ? AND preset_id IS ? ORDER BY at DESC, key DESC LIMIT ?`,
  );
  const newest = db.prepare<[], MeasurementRow>(
    `SELECT id, model_id, preset_id, max(at) AS at, figures FROM preset_measurements GROUP BY model_id, preset_id`,
  );
  const addMeasurement = db.prepare<[MeasurementRow]>(
    `INSERT INTO preset_measurements (id, model_id, preset_id, at, figures)
     VALUES (@id, @model_id, @preset_id, @at, @figures)`,
  );
  const template = db.prepare<[string], string>("SELECT text FROM templates WHERE sha256 = ?").pluck();
  const keepTemplate = db.prepare<[string, string]>(
    "INSERT INTO templates (sha256, text) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING",
  );
  return {
    all: () => all.all().flatMap((row) => toPreset(row) ?? []),
    save: ({ id, modelId, name, builtIn: _, ...parts }) =>
      void store.write(() => save.run({ id, model_id: modelId, name, parts: JSON.stringify(parts) })),
    remove: (id) =>
      store.write(() => {
        removeUsual.run(id);
        removeMeasured.run(id);
        remove.run(id);
      }),
    usual: () => usual.all(),
    setUsual: (modelId, presetId) =>
      void store.write(() => (presetId === null ? unsetUsual.run(modelId) : setUsual.run(modelId, presetId))),
    measurements: (modelId, presetId, limit) =>
      measured
        .all(modelId, presetId, limit)
        .flatMap((row) => toMeasurement(row) ?? [])
        .reverse(),
    newest: () => newest.all().flatMap((row) => toMeasurement(row) ?? []),
    addMeasurement({ id, modelId, presetId, at, ...figures }) {
      const row = { id, model_id: modelId, preset_id: presetId, at, figures: JSON.stringify(figures) };
      store.write(() => addMeasurement.run(row));
    },
    template: (sha256) => template.get(sha256) ?? null,
    keepTemplate: (sha256, text) => void store.write(() => keepTemplate.run(sha256, text)),
  };
}

/** A damaged row, or one of a later version, is left where it is and not shown. */
function toPreset({ id, model_id, name, parts }: Row): Preset | null {
  const parsed = presetParts.safeParse({ ...NOTHING, ...(JSON.parse(parts) as object) });
  return parsed.success ? { id, modelId: model_id, name, builtIn: false, ...parsed.data } : null;
}

const NOTHING = { sampling: null, systemPrompt: null, template: null, load: {}, drafting: null };

function toMeasurement({ id, model_id, preset_id, at, figures }: MeasurementRow): Measurement | null {
  const figuresRead = JSON.parse(figures) as object;
  const parsed = measurement.safeParse({ id, modelId: model_id, presetId: preset_id, at, ...figuresRead });
  return parsed.success ? parsed.data : null;
}
