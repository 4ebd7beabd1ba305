import type { DataSource } from "../train-contract.ts";
import type { Entry } from "./conversation.ts";
import { createCsvParser, CsvFault, type CsvParser, type Row, type Separator } from "./csv.ts";
import { ANSWER_NAMES, INPUT_NAMES, pair, PROMPT_NAMES, SYSTEM_NAMES, TEXT_NAMES } from "./names.ts";
import { invalidData } from "./problem.ts";
import { type Reading, readText } from "./read-text.ts";
import type { Found } from "./source.ts";

/** What is looked at to find out what separates the fields. */
const LOOKED_AT = 65_536;

/**
 * A table whose first row names its columns. Throws DATA_INVALID: a column that is not there, a row of another length, a quote that is not
 * closed; each with its line.
 */
export async function* readCsv(source: DataSource, reading: Reading): AsyncGenerator<Found[], void, void> {
  let begin = "";
  let parser: CsvParser | null = null;
  let entryOf: ((row: Row) => Entry) | null = null;

  function found(rows: readonly Row[]): Found[] {
    return rows.flatMap((row) => {
      if (entryOf !== null) return [{ entry: entryOf(row), line: row.line }];
      entryOf = entriesBy(source, row);
      return [];
    });
  }

  try {
    for await (const text of readText(source, reading)) {
      if (parser === null) {
        begin += text;
        if (begin.length < LOOKED_AT) continue;
        parser = createCsvParser(separatorOf(begin));
        yield found(parser.push(begin));
      } else yield found(parser.push(text));
    }
    if (parser === null) {
      parser = createCsvParser(separatorOf(begin));
      yield found(parser.push(begin));
    }
    yield found(parser.finish());
  } catch (error) {
    if (error instanceof CsvFault) throw invalidData(source.name, error.line, error.message, error);
    throw error;
  }
}

/** The one that cuts the first rows into the most fields, the same number in each. */
export function separatorOf(text: string): Separator {
  const candidates: Separator[] = [",", ";", "\t", "|"];
  const scores = candidates.map((separator) => {
    const parser = createCsvParser(separator);
    try {
      const [first, ...rest] = parser.push(text.slice(0, LOOKED_AT));
      // A table of one line: what is there is its header.
      const columns = (first ?? parser.finish()[0])?.fields.length ?? 0;
      const isEven = rest.every(({ fields }) => fields.length === columns);
      return columns < 2 ? 0 : (isEven ? 1_000 : 0) + columns;
    } catch {
      return 0;
    }
  });
  return candidates[scores.indexOf(Math.max(...scores))] ?? ",";
}

/** How rows become entries; `header` names the columns. */
function entriesBy(source: DataSource, header: Row): (row: Row) => Entry {
  const names = header.fields.map((name) => name.trim());
  const columns = source.columns === null ? foundColumns(source, header, names) : chosenColumns(source, header, names);
  return ({ fields, line }) => {
    if (fields.length !== names.length) {
      const problem = `the row has ${String(fields.length)} fields, and the table has ${String(names.length)} columns`;
      throw invalidData(source.name, line, problem);
    }
    const text = (column: number) => fields[column] ?? "";
    const answer = text(columns.answer);
    if (columns.prompt.length === 0) return { kind: "text", text: answer, isWhole: true };
    const question = columns.prompt.map(text).filter((part) => part.trim() !== "");
    const system = columns.system === null ? "" : text(columns.system);
    const instructions = system.trim() === "" ? [] : [{ role: "system" as const, text: system, thoughts: null }];
    return { kind: "chat", messages: [...instructions, ...pair(question.join("\n\n"), answer, null)] };
  };
}

interface Columns {
  /** Joined by blank lines; none: the answer is a text for itself. */
  readonly prompt: readonly number[];
  readonly answer: number;
  readonly system: number | null;
}

function chosenColumns(source: DataSource, header: Row, names: readonly string[]): Columns {
  const indexOf = (name: string): number => {
    const index = names.indexOf(name);
    if (index >= 0) return index;
    throw invalidData(source.name, header.line, `there is no column "${name}"; it has ${listed(names)}`);
  };
  const { prompt, answer, system } = source.columns ?? { prompt: null, answer: "", system: null };
  return {
    prompt: prompt === null ? [] : [indexOf(prompt)],
    answer: indexOf(answer),
    system: system === null ? null : indexOf(system),
  };
}

function foundColumns(source: DataSource, header: Row, names: readonly string[]): Columns {
  const lower = names.map((name) => name.toLowerCase());
  const first = (wanted: readonly string[]): number | null => {
    const name = wanted.find((each) => lower.includes(each));
    return name === undefined ? null : lower.indexOf(name);
  };
  const answer = first(ANSWER_NAMES);
  const prompt = [first(PROMPT_NAMES), first(INPUT_NAMES)].filter((column) => column !== null);
  if (answer !== null && prompt.length > 0) return { prompt, answer, system: first(SYSTEM_NAMES) };
  const text = first(TEXT_NAMES);
  if (answer === null && text !== null) return { prompt: [], answer: text, system: null };
  const problem = `which columns are question and answer cannot be told from their names; it has ${listed(names)}`;
  throw invalidData(source.name, header.line, problem);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `"${name.slice(0, 40)}"`);
  return `${shown.join(", ")}${names.length > shown.length ? ", …" : ""}`;
}
