import { WIDTH } from "./text.js";

/** The progress of a run, in a line that a terminal rewrites; elsewhere in a line every minute. */
export class Progress {
  private done = 0;
  private readonly started = performance.now();
  private said = this.started;
  private readonly terminal = process.stderr.isTTY;

  constructor(private readonly total: number) {}

  add(size: number, what: string): void {
    this.done += size;
    const now = performance.now();
    if (now - this.said < (this.terminal ? 100 : 60_000)) return;
    this.said = now;
    const share = this.done / this.total;
    const left = ((now - this.started) / 1000) * (1 / share - 1);
    const text = `${(100 * share).toFixed(1).padStart(5)} %  ${duration(left)} left  ${what}`;
    process.stderr.write(this.terminal ? `\r\x1b[K${text.slice(0, (process.stderr.columns ?? WIDTH) - 1)}` : `${text}\n`);
  }

  clear(): void {
    if (this.terminal) process.stderr.write("\r\x1b[K");
  }
}

/** The words for a run that is stopped: how to go on, from where it was if its work is `kept`. */
export function stopped(kept: boolean, args: readonly string[]): string {
  const command = ["npm run verify --", ...args.map((word) => (/^[\w.=:,-]+$/.test(word) ? word : JSON.stringify(word)))].join(" ");
  const what = kept ? "stopped; what was done is in .cache/proof, and the same command goes on from there:" : "stopped; to start again:";
  return `${what}\n    ${command}\n`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
