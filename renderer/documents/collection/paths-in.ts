/** Paths as people paste them: one in a line, perhaps in quotation marks, as file managers copy them. */
export function pathsIn(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/^(["'])(.*)\1$/, "$2"))
    .filter((line) => line !== "");
}
