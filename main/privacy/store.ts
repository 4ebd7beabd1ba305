import type { Store } from "#main/store/open.ts";
import type { Connection } from "./contract.ts";

/** Rows kept; older ones are erased when a new one comes. */
const KEPT = 10_000;

export interface ConnectionsStore {
  /** The key of the new row. */
  add(connection: Connection): number;
  setBytes(key: number, sentBytes: number, receivedBytes: number): void;
}

export function createConnectionsStore(store: Store): ConnectionsStore {
  const add = store.db.prepare(
    "INSERT INTO connections (at, host, purpose, allowed, sent_bytes, received_bytes) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const eraseOld = store.db.prepare("DELETE FROM connections WHERE id <= ?");
  const setBytes = store.db.prepare("UPDATE connections SET sent_bytes = ?, received_bytes = ? WHERE id = ?");
  return {
    add: ({ at, host, purpose, allowed, sentBytes, receivedBytes }) =>
      store.write(() => {
        const key = Number(add.run(at, host, purpose, allowed ? 1 : 0, sentBytes, receivedBytes).lastInsertRowid);
        eraseOld.run(key - KEPT);
        return key;
      }),
    setBytes: (key, sentBytes, receivedBytes) => void store.write(() => setBytes.run(sentBytes, receivedBytes, key)),
  };
}
