import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the sample model lies, or will: CLOISTER_SAMPLE_MODEL, or the ignored cache that `npm run sample-model` fills. */
export function sampleModelPath(): string {
  const cache = fileURLToPath(new URL("../../.cache/models/", import.meta.url));
  return process.env["CLOISTER_SAMPLE_MODEL"] ?? join(cache, "gemma-3-270m-q4_k_m.gguf");
}
