/** Columns of a comment's text: 100 of the line, less the asterisk. */
export const WIDTH = 97;

/** Lines of at most so many columns; an interval stays whole. */
export function wrap(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<!,) | (?!\S+[)\]])/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
