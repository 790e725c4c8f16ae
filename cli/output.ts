/** Output of the commands: text in a terminal's width, or JSON; progress beside it, on stderr. */
import { Progress } from "../bench/progress.js";
import { WIDTH } from "../proof/text.js";

export interface Flags {
  readonly json: boolean;
  readonly length?: string | undefined;
  readonly blocks?: string | undefined;
  readonly threads?: string | undefined;
  readonly certificates?: string | undefined;
}

/** The columns to write in: those of a terminal that is narrower than most. */
export function columns(): number {
  return Math.min(WIDTH, process.stdout.columns ?? WIDTH);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a value as JSON, if that is asked for, else as text. */
export function print(value: unknown, { json }: Flags, text: () => string): void {
  say(json ? JSON.stringify(value, null, 2) : text());
}

/** Lines of names and texts, which stand in a column. */
export function labelledLines(rows: readonly (readonly [label: string, text: string])[], least: number): string {
  const column = Math.max(least, ...rows.map(([label]) => label.length + 2));
  return rows.map(([label, text]) => labelled(label, text, column)).join("\n");
}

/**
 * A line of a name and a text, which goes on in its column where it is longer than a terminal is
 * wide.
 */
function labelled(label: string, text: string, column: number): string {
  const lines = [""];
  // A formula may have no space.
  for (const part of text.split(/(?<=[ *])/)) {
    const last = lines.at(-1) as string;
    if (last !== "" && column + (last + part).trimEnd().length > columns()) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines.map((line, i) => (i === 0 ? label : "").padEnd(column) + line.trimEnd()).join("\n");
}

/**
 * Shows the progress of what `work` does; where Ctrl-C stops it, the terminal is left as it was.
 */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = new Progress(process.stderr);
  const stop = () => {
    progress.done();
    process.stderr.write("stopped\n");
    // Ends the threads too.
    process.exit(130);
  };
  process.once("SIGINT", stop);
  try {
    return await work(progress);
  } finally {
    progress.done();
    process.removeListener("SIGINT", stop);
  }
}
