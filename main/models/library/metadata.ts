import type { GgufHeader } from "#main/lib/gguf/read.ts";

/** A count or length; null when it is missing or no whole number of 0 or more. */
export function numberOf(header: GgufHeader, key: string): number | null {
  const value = header.metadata.get(key);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function numbersOf(header: GgufHeader, key: string): number[] | null {
  const value = header.metadata.get(key);
  if (!Array.isArray(value)) return null;
  const numbers = value.filter((item) => typeof item === "number" && Number.isSafeInteger(item) && item >= 0);
  return numbers.length === value.length ? (numbers as number[]) : null;
}

export function textOf(header: GgufHeader, key: string): string | null {
  const value = header.metadata.get(key);
  return typeof value === "string" && value !== "" ? value : null;
}

export function textsOf(header: GgufHeader, key: string): string[] {
  const value = header.metadata.get(key);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string" && item !== "").map(String) : [];
}
