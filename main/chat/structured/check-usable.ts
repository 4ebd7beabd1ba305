import { invalid } from "../requests.ts";
import { readSchema } from "./read-schema.ts";

/** INVALID_INPUT with the first place that no grammar can keep to. */
export function checkUsable(schema: string): void {
  const [first] = readSchema(schema).problems;
  if (first) throw invalid(`The schema cannot be used: ${first.path} (${first.kind}: ${first.detail}).`);
}
