import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Db, userVersion } from "./database.ts";

export interface Migration {
  readonly version: number;
  /** "001-settings-jobs-connections.sql" */
  readonly name: string;
  readonly sql: string;
}

/** The migrations of this version of Cloister, in order. Numbers begin at 1 and none is missing. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const migrations = names.map((name) => {
    const number = /^(\d{3})-[a-z0-9-]+\.sql$/.exec(name)?.[1];
    if (number === undefined) throw new Error(`not a migration's name (NNN-what-it-does.sql): ${name}`);
    return { version: Number(number), name, sql: readFileSync(join(folder, name), "utf8") };
  });
  migrations.sort((a, b) => a.version - b.version);
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new Error(`migration ${index + 1} is missing before ${migration.name}`);
  });
  return migrations;
}

/** Runs what is missing, each migration in its own transaction together with the new `user_version`. */
export function migrate(db: Db, migrations: readonly Migration[], upTo = migrations.length): void {
  for (const migration of migrations.slice(userVersion(db), upTo)) {
    // A migration may rebuild a table that others refer to; what it leaves is checked before it counts.
    db.pragma("foreign_keys = OFF");
    try {
      db.transaction(() => {
        db.exec(migration.sql);
        const broken = db.pragma("foreign_key_check") as unknown[];
        if (broken.length > 0) throw new Error(`${migration.name} leaves ${broken.length} rows without their parent`);
        db.pragma(`user_version = ${migration.version}`);
      }).immediate();
    } finally {
      db.pragma("foreign_keys = ON");
    }
  }
}
