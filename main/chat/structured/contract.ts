import { oc } from "@orpc/contract";
import { z } from "zod";

/** A JSON Schema as a person gave it. */
export const answerSchema = z.string().max(50_000);

/** Why a schema cannot be used, or what of it is not kept to while an answer is written. The page has the words. */
export const schemaRemark = z.strictObject({
  /** "$.properties.due.pattern"; "$" is the schema itself. */
  path: z.string(),
  kind: z.enum([
    // It cannot be used:
    "not-json",
    "not-a-schema",
    "keyword",
    "value",
    "repetitions",
    "reference",
    "endless",
    "nothing-fits",
    "too-large",
    // It can be used:
    "checked-after",
    "always-there",
    "not-kept",
  ]),
  /** What is meant there: the keyword, the value, the type, what the parser says. */
  detail: z.string(),
});
export type SchemaRemark = z.infer<typeof schemaRemark>;

/** What of an answer its schema does not allow, though the grammar did: "$.total", "must be >= 0". */
export const answerProblem = z.strictObject({ path: z.string(), problem: z.string() });
export type AnswerProblem = z.infer<typeof answerProblem>;

/** Of an answer that was written as data. `problems` null: it did not come to its end, or is not checked yet. */
export const structured = z.strictObject({ schema: answerSchema, problems: z.array(answerProblem).nullable() });
export type Structured = z.infer<typeof structured>;

export const structuredContract = {
  /** `problems`: why it cannot be used; `notes`: what a person should know of it. */
  check: oc
    .input(z.strictObject({ schema: answerSchema }))
    .output(z.strictObject({ problems: z.array(schemaRemark), notes: z.array(schemaRemark) })),
};
