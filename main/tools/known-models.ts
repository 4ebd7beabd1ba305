import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { dataPaths } from "#main/lib/paths.ts";

/** Whether the database of a data folder lists a model. Reads only; what cannot be read is for the app to speak of. */
export function knowsAModel(dataDir: string): boolean {
  const { database } = dataPaths(dataDir);
  if (!existsSync(database)) return false;
  try {
    const db = new Database(database, { readonly: true, fileMustExist: true });
    try {
      return db.prepare("SELECT 1 FROM models LIMIT 1").get() !== undefined;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}
