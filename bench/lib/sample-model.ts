import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The sample model's file: CLOISTER_SAMPLE_MODEL, or where `npm run sample-model` puts it. */
export function sampleModelPath(): string {
  const path =
    process.env["CLOISTER_SAMPLE_MODEL"] ??
    fileURLToPath(new URL("../../.cache/models/gemma-3-270m-q4_k_m.gguf", import.meta.url));
  if (!existsSync(path)) throw new Error(`No sample model at ${path}. Run: npm run sample-model`);
  return path;
}
