/**
 * The progress of a run, in one line: rewritten in place on a terminal, otherwise a line at every
 * tenth.
 */
export class Progress {
  private tenth = 0;

  constructor(
    private readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number },
    private readonly started = performance.now(),
  ) {}

  show(fraction: number, what: string): void {
    const percent = `${Math.floor(fraction * 100)}`.padStart(3);
    if (this.stream.isTTY) {
      const filled = Math.round(fraction * 20);
      const line = `${"█".repeat(filled)}${"░".repeat(20 - filled)} ${percent} %  ${what}  ${this.remaining(fraction)}`;
      this.stream.write(`\r\x1b[K${line.slice(0, (this.stream.columns ?? 80) - 1)}`);
    } else if (Math.floor(fraction * 10) > this.tenth) {
      this.tenth = Math.floor(fraction * 10);
      this.stream.write(`${percent} %  ${what}\n`);
    }
  }

  done(): void {
    if (this.stream.isTTY) this.stream.write("\r\x1b[K");
  }

  private remaining(fraction: number): string {
    if (fraction < 0.02) return "";
    const seconds = ((performance.now() - this.started) / 1000) * (1 / fraction - 1);
    return `${Math.ceil(seconds)} s left`;
  }
}
