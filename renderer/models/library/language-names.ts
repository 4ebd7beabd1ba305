const english = new Intl.DisplayNames("en", { type: "language" });

/** Codes as people call them, each once; what is no code stays as it is. */
export function languageNames(codes: readonly string[]): string[] {
  return [...new Set(codes.map(nameOf))];
}

function nameOf(code: string): string {
  try {
    return english.of(code.replaceAll("_", "-")) ?? code;
  } catch {
    return code;
  }
}
