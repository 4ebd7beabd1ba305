/**
 * How many cores each engine may use. ggml's threads wait for one another at barriers, so two engines that each take all cores
 * are slower than two that share them, and by far.
 */
export function shareCores(generating: readonly string[], cores: number): Map<string, number> {
  const share = Math.max(1, Math.floor(cores / Math.max(1, generating.length)));
  return new Map(generating.map((modelId) => [modelId, share]));
}
