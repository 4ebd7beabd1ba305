import type { Store } from "#main/store/open.ts";

/** What is kept of a model beside what its file says. */
export interface Card {
  readonly note: string;
  readonly isFavourite: boolean;
  readonly origin: Origin | null;
  readonly checksum: Checksum | null;
}

/** Where Cloister brought it from. */
export interface Origin {
  /** "google/gemma-3-270m". */
  readonly repository: string;
  readonly url: string;
}

/** SHA-256 of each file of a model, of the first to the last, and of which state of them. */
export interface Checksum {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly checkedAt: number;
  readonly sha256: readonly string[];
  /** Whether it is what whoever offers or keeps the file says it should be; null: nobody says. */
  readonly matches: boolean | null;
}

export const EMPTY_CARD: Card = { note: "", isFavourite: false, origin: null, checksum: null };

interface Row {
  model_id: string;
  note: string;
  is_favourite: number;
  origin: string | null;
  checksum: string | null;
}

export interface Cards {
  of(modelId: string): Card;
  change(modelId: string, changes: Partial<Card>): Card;
}

/** The cards of models, in memory as they are on disk. */
export function createCards(store: Store, onChange: (modelId: string) => void): Cards {
  const save = store.db.prepare<[Row]>(
    `INSERT INTO model_cards (model_id, note, is_favourite, origin, checksum)
     VALUES (@model_id, @note, @is_favourite, @origin, @checksum)
     ON CONFLICT (model_id) DO UPDATE SET note = excluded.note, is_favourite = excluded.is_favourite,
       origin = excluded.origin, checksum = excluded.checksum`,
  );
  const rows = store.db
    .prepare<[], Row>("SELECT model_id, note, is_favourite, origin, checksum FROM model_cards")
    .all();
  const cards = new Map(rows.map((row) => [row.model_id, fromRow(row)]));
  return {
    of: (modelId) => cards.get(modelId) ?? EMPTY_CARD,
    change(modelId, changes) {
      const card = { ...(cards.get(modelId) ?? EMPTY_CARD), ...changes };
      store.write(() => save.run(toRow(modelId, card)));
      cards.set(modelId, card);
      onChange(modelId);
      return card;
    },
  };
}

function fromRow(row: Row): Card {
  return {
    note: row.note,
    isFavourite: row.is_favourite === 1,
    origin: row.origin === null ? null : (JSON.parse(row.origin) as Origin),
    checksum: row.checksum === null ? null : (JSON.parse(row.checksum) as Checksum),
  };
}

function toRow(modelId: string, { note, isFavourite, origin, checksum }: Card): Row {
  return {
    model_id: modelId,
    note,
    is_favourite: isFavourite ? 1 : 0,
    origin: origin === null ? null : JSON.stringify(origin),
    checksum: checksum === null ? null : JSON.stringify(checksum),
  };
}
