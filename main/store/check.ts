import { connect } from "./database.ts";

/** Reads the whole file and says what is wrong with it, in SQLite's words; null when it is sound. Changes nothing. */
export function checkDatabase(path: string, key: Buffer | null): string | null {
  try {
    const db = connect(path, key, { readonly: true });
    try {
      const [first] = db.pragma("quick_check(1)") as { quick_check: string }[];
      const problem = first?.quick_check ?? "no answer";
      return problem === "ok" ? null : problem;
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
