import type { FigureLine } from "./figure.ts";

/** The figures as a person reads them, columns padded. */
export function formatTable(lines: readonly FigureLine[]): string {
  const rows = [
    ["metric", "value", "unit", "reference", "goal", "holds"],
    ...lines.map((line) => [
      line.metric,
      String(line.value),
      line.unit,
      String(line.reference ?? ""),
      line.goal ?? "",
      line.holds === null ? "" : line.holds ? "yes" : "NO",
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
