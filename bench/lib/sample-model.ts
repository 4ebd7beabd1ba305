import { existsSync } from "node:fs";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";

/** The sample model's file; a bench that needs it cannot go on without. */
export function requireSampleModel(): string {
  const path = sampleModelPath();
  if (!existsSync(path)) throw new Error(`No sample model at ${path}. Run: npm run sample-model`);
  return path;
}
