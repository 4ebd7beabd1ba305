import { writeSync } from "node:fs";
import { createLog } from "#main/lib/log.ts";
import { openStore } from "./open.ts";

/** A process of its own for tests: writes numbered rows into `note`, and says each number only once its row is on the disk. */
const [dataDir = "", migrationsDir = ""] = process.argv.slice(2);
const store = await openStore({ dataDir, migrationsDir, key: null, log: createLog({ level: "silent" }) });
store.db.exec("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
const insert = store.db.prepare("INSERT INTO note (text) VALUES (?)");
writeSync(1, "open\n");
for (;;) {
  const id = store.write(() => insert.run("word ".repeat(100)).lastInsertRowid);
  writeSync(1, `${id}\n`);
}
