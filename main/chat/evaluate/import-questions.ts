import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import Papa from "papaparse";
import { AppError } from "#main/rpc/errors.ts";
import { invalid } from "../requests.ts";
import type { ExpectedPassage } from "./contract.ts";

export interface ImportedQuestion {
  readonly question: string;
  readonly expected: readonly ExpectedPassage[];
}

const MOST_BYTES = 50e6;
const MOST_QUESTIONS = 20_000;

/** Questions of a CSV file or a BEIR folder. Throws NOT_FOUND, INVALID_INPUT with what is wrong. */
export async function importQuestions(path: string): Promise<ImportedQuestion[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw new AppError("NOT_FOUND", `${path} is not there, or cannot be opened.`, { what: "file" }, { cause: error });
  });
  const questions = found.isDirectory() ? await readBeir(path) : fromCsv(await readText(path));
  if (questions.length === 0) throw invalid("There are no questions in it.");
  if (questions.length > MOST_QUESTIONS)
    throw invalid(`There are more than ${String(MOST_QUESTIONS)} questions in it.`);
  return questions;
}

async function readText(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw invalid(`${path} has more than 50 MB.`);
  return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
}

/** Columns by their names; several rows of one question are several passages that are right. */
export function fromCsv(text: string): ImportedQuestion[] {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: "greedy" });
  const [head = [], ...rows] = data;
  const column = (name: string) => head.findIndex((cell) => cell.trim().toLowerCase() === name);
  const [asked, wanted, document] = [column("question"), column("expected"), column("document")];
  if (asked < 0 || wanted < 0) throw invalid('Its first line has no columns called "question" and "expected".');
  const questions = new Map<string, ExpectedPassage[]>();
  for (const row of rows) {
    const question = row[asked]?.trim() ?? "";
    if (question === "") continue;
    const expected = { documentName: row[document]?.trim() ?? "", text: row[wanted]?.trim() ?? "" };
    const isNone = expected.text === "" && expected.documentName === "";
    questions.set(question, [...(questions.get(question) ?? []), ...(isNone ? [] : [expected])]);
  }
  return [...questions].map(([question, expected]) => ({ question, expected }));
}

/** Judgements name documents; which passage of them, BEIR does not say. */
async function readBeir(folder: string): Promise<ImportedQuestion[]> {
  const queries = await readText(join(folder, "queries.jsonl")).catch(() => {
    throw invalid("There is no queries.jsonl in this folder.");
  });
  const judgements = await readText(join(folder, "qrels", "test.tsv")).catch(() => "");
  const right = new Map<string, ExpectedPassage[]>();
  for (const line of judgements.split("\n").slice(1)) {
    const [query = "", document = "", grade = "0"] = line.trim().split("\t");
    if (Number(grade) > 0) right.set(query, [...(right.get(query) ?? []), { documentName: document, text: "" }]);
  }
  return queries
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, at) => {
      const { _id, text } = parsed(line, at);
      return { question: text, expected: right.get(_id) ?? [] };
    });
}

function parsed(line: string, at: number): { _id: string; text: string } {
  try {
    const value = JSON.parse(line) as { _id?: unknown; text?: unknown };
    if (typeof value.text === "string") return { _id: String(value._id), text: value.text };
  } catch {
    // Said below.
  }
  throw invalid(`Line ${String(at + 1)} of queries.jsonl is no question.`);
}
