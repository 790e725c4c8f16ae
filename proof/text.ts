/** Columns of a terminal. */
export const WIDTH = 80;

/** Parts on as many indented lines as they need, of a terminal's width where parts are no wider. */
export function wrap(parts: readonly string[], indent = 0, separator = ", ", width = WIDTH): string {
  const lines: string[] = [];
  for (const [i, part] of parts.entries()) {
    const text = i < parts.length - 1 ? part + separator.trimEnd() : part;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= width) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(" ".repeat(indent) + text);
  }
  return lines.join("\n");
}
