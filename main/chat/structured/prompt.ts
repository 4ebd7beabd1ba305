import type { GenerateInput } from "#main/engine/contract.ts";
import { readSchema } from "./read-schema.ts";

/** What the model is told besides the chat's instructions when its answer is to be data: the grammar only lets it say what fits. */
export function withSchema(systemPrompt: string, schema: string | null): string {
  if (schema === null) return systemPrompt;
  const asked = `Answer with JSON that fits this JSON Schema, and with nothing else:\n${compact(schema)}`;
  return systemPrompt.trim() === "" ? asked : `${systemPrompt}\n\n${asked}`;
}

/** Its spaces are tokens, too. */
function compact(schema: string): string {
  return JSON.stringify(JSON.parse(schema));
}

/** For the engine. A schema of an older Cloister that this one does not take any more limits nothing: the check of the answer says so. */
export function grammarOf(schema: string | null): Pick<GenerateInput, "jsonSchema"> {
  const grammatical = schema === null ? null : readSchema(schema).grammatical;
  return grammatical === null ? {} : { jsonSchema: JSON.stringify(grammatical) };
}
