import { Ajv2020 } from "ajv/dist/2020.js";
import type { AnswerProblem } from "./contract.ts";

/** Of one answer: more would not be read. */
const MOST_PROBLEMS = 20;

/**
 * What a finished answer breaks of its schema: what a grammar cannot keep to (least and largest numbers, say), or all of it where the answer
 * is no JSON. `schema` is one that `readSchema` let pass: without patterns, which could take for ever.
 */
export function checkAnswer(schema: string, answer: string): AnswerProblem[] {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch (error) {
    return [{ path: "$", problem: error instanceof Error ? error.message : String(error) }];
  }
  // Formats are spelled by the grammar; unknown keywords are somebody's own notes.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, validateSchema: false });
  const validate = ajv.compile(withoutNames(JSON.parse(schema) as object));
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, MOST_PROBLEMS).map(({ instancePath, message }) => ({
    path: `$${instancePath.replaceAll("/", ".")}`,
    problem: message ?? "does not fit",
  }));
}

/** `$schema` and `$id` name other drafts and addresses: nothing is looked up by them. */
function withoutNames(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "$schema" && name !== "$id"));
}
