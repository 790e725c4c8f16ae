/** Columns of text. */
export type Cell = string | undefined;

/** The first column is words, the others figures; a line of one cell is a heading. */
export function align(lines: readonly (readonly Cell[])[]): string {
  const widths: number[] = [];
  for (const line of lines) {
    if (line.length > 1) for (const [i, cell] of line.entries()) widths[i] = Math.max(widths[i] ?? 0, (cell ?? "-").length);
  }
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? (cell ?? "").padEnd(widths[0] ?? 0) : (cell ?? "-").padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
