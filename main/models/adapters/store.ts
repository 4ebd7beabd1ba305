import { z } from "zod";
import { type AdapterUse, adapterUse } from "#main/chat/contract.ts";
import type { AdapterFacts } from "#main/lib/gguf/adapter.ts";
import type { Store } from "#main/store/open.ts";
import type { Examination } from "./examine.ts";

/** What is kept of adapters, beside their entries in the library. */
export interface AdaptersStore {
  examination(adapterId: string): Examination | null;
  saveExamination(adapterId: string, examination: Examination): void;
  /** What it was converted from. */
  source(adapterId: string): string | null;
  saveSource(adapterId: string, path: string): void;
  /** null: nobody has chosen. */
  usual(modelId: string): AdapterUse[] | null;
  saveUsual(modelId: string, adapters: readonly AdapterUse[]): void;
}

interface Row {
  stamp: string;
  facts: string | null;
  problem: string | null;
}

const uses = z.array(adapterUse);

export function createAdaptersStore({ db, write }: Pick<Store, "db" | "write">): AdaptersStore {
  const examined = db.prepare<[string], Row>("SELECT stamp, facts, problem FROM adapters WHERE id = ?");
  const source = db.prepare<[string], { source: string | null }>("SELECT source FROM adapters WHERE id = ?");
  const saveExamination = db.prepare<[string, string, string | null, string | null]>(
    `INSERT INTO adapters (id, stamp, facts, problem) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, facts = excluded.facts, problem = excluded.problem`,
  );
  const saveSource = db.prepare<[string, string]>(
    `INSERT INTO adapters (id, stamp, source) VALUES (?, '', ?) ON CONFLICT (id) DO UPDATE SET source = excluded.source`,
  );
  const usual = db.prepare<[string], { adapters: string }>("SELECT adapters FROM usual_adapters WHERE model_id = ?");
  const saveUsual = db.prepare<[string, string]>(
    "INSERT INTO usual_adapters (model_id, adapters) VALUES (?, ?) ON CONFLICT (model_id) DO UPDATE SET adapters = excluded.adapters",
  );
  return {
    examination(adapterId) {
      const row = examined.get(adapterId);
      if (row === undefined || row.stamp === "") return null;
      const facts = row.facts === null ? null : (JSON.parse(row.facts) as AdapterFacts);
      return { stamp: row.stamp, facts, problem: row.problem };
    },
    saveExamination: (adapterId, { stamp, facts, problem }) =>
      void write(() => saveExamination.run(adapterId, stamp, facts === null ? null : JSON.stringify(facts), problem)),
    source: (adapterId) => source.get(adapterId)?.source ?? null,
    saveSource: (adapterId, path) => void write(() => saveSource.run(adapterId, path)),
    usual(modelId) {
      const row = usual.get(modelId);
      if (row === undefined) return null;
      const parsed = uses.safeParse(JSON.parse(row.adapters));
      return parsed.success ? parsed.data : [];
    },
    saveUsual: (modelId, adapters) => void write(() => saveUsual.run(modelId, JSON.stringify(adapters))),
  };
}
