import { z } from "zod";

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export const JsonObject = z.record(z.string(), z.custom<Json>());

/** JSON Schema of which node-llama-cpp makes a grammar (`GbnfJsonSchema`): plain data, so that it can be sent to the engine. */
export type Grammatical = Readonly<Record<string, unknown>>;

/** Any JSON: the library knows it within objects and arrays alone. */
export const ANY: Grammatical = {
  oneOf: [
    { type: ["string", "number", "boolean", "null"] },
    { type: "array" },
    { type: "object", additionalProperties: true },
  ],
};

export const TYPES: ReadonlySet<string> = new Set([
  "string",
  "number",
  "integer",
  "boolean",
  "null",
  "object",
  "array",
]);

/** Of strings, that a grammar can spell. */
export const FORMATS: ReadonlySet<string> = new Set(["date", "time", "date-time"]);

/** A grammar does not know them, the check of the finished answer does. */
export const CHECKED_AFTER: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "uniqueItems",
]);

/** An answer would keep to them by chance only, or other parts of the schema hang on them. */
export const REFUSED: ReadonlySet<string> = new Set([
  "pattern",
  "patternProperties",
  "propertyNames",
  "not",
  "allOf",
  "if",
  "then",
  "else",
  "contains",
  "minContains",
  "maxContains",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "unevaluatedItems",
  "unevaluatedProperties",
  "$dynamicRef",
  "$recursiveRef",
]);
