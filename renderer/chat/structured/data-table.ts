/** Data as rows and columns, as a table on screen and a spreadsheet want them. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The one column of values that have no names. */
const NO_NAME = "";

/**
 * A list of records has a column for each field; a record that is nothing but one list is that list; any other record has its fields
 * one under the other. null: a single value, which needs no table.
 */
export function toTable(value: unknown): DataTable | null {
  if (Array.isArray(value)) return tableOfList(value);
  if (!isRecord(value)) return null;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && Array.isArray(only?.[1]) && only[1].every(isRecord)) return tableOfList(only[1]);
  return { columns: [], rows: entries.map(([name, one]) => [name, cell(one)]) };
}

function tableOfList(list: readonly unknown[]): DataTable {
  if (list.length === 0 || !list.every(isRecord)) return { columns: [NO_NAME], rows: list.map((one) => [cell(one)]) };
  const columns = [...new Set(list.flatMap((record) => Object.keys(record)))];
  return { columns, rows: list.map((record) => columns.map((name) => cell(record[name]))) };
}

/** Short lists stand in a row; what is deeper stands as JSON. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value) && value.every((one) => !isDeep(one))) return value.map((one) => String(one)).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}

const isDeep = (value: unknown): boolean => typeof value === "object" && value !== null;

function isRecord(value: unknown): value is Record<string, unknown> {
  return isDeep(value) && !Array.isArray(value);
}
