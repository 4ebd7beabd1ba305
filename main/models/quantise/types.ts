import type { Quantisation } from "./contract.ts";

/** `enum llama_ftype` of llama.h. What llama.cpp cannot make (NVFP4) is not here. */
export const FILE_TYPES: Readonly<Record<Quantisation, number>> = {
  F32: 0,
  F16: 1,
  BF16: 32,
  Q8_0: 7,
  Q6_K: 18,
  Q5_K_M: 17,
  Q5_K_S: 16,
  Q5_1: 9,
  Q5_0: 8,
  Q4_K_M: 15,
  Q4_K_S: 14,
  Q4_1: 3,
  Q4_0: 2,
  IQ4_NL: 25,
  IQ4_XS: 30,
  MXFP4_MOE: 38,
  Q3_K_L: 13,
  Q3_K_M: 12,
  Q3_K_S: 11,
  IQ3_M: 27,
  IQ3_S: 26,
  IQ3_XS: 22,
  IQ3_XXS: 23,
  Q2_K: 10,
  Q2_K_S: 21,
  Q2_0: 41,
  IQ2_M: 29,
  IQ2_S: 28,
  IQ2_XS: 20,
  IQ2_XXS: 19,
  TQ2_0: 37,
  TQ1_0: 36,
  IQ1_M: 31,
  IQ1_S: 24,
  Q1_0: 40,
};

/** What most people should choose from, the largest first. */
const SUGGESTED: ReadonlySet<Quantisation> = new Set(["Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "IQ3_M", "IQ2_M"]);

/** Files that hold what was trained, or all but: everything else has been rounded once. */
const ORIGINALS: ReadonlySet<string> = new Set(["F32", "F16", "BF16", "Q8_0"]);

export const isOriginal = (quantisation: string): boolean => ORIGINALS.has(quantisation);

/** "Q4_K_M"; of a file that is as small already, the next smaller one that is suggested. */
export function usualFor(quantisation: string): Quantisation {
  const types = Object.keys(FILE_TYPES) as Quantisation[];
  const own = types.indexOf(quantisation as Quantisation);
  if (own < types.indexOf("Q4_K_M")) return "Q4_K_M";
  return types.slice(own + 1).find((type) => SUGGESTED.has(type)) ?? "Q4_K_M";
}

/** All of them but the source's own. */
export function typesFor(quantisation: string): { type: Quantisation; suggested: boolean }[] {
  const types = Object.keys(FILE_TYPES) as Quantisation[];
  return types.filter((type) => type !== quantisation).map((type) => ({ type, suggested: SUGGESTED.has(type) }));
}
