/** How far the training is, in one line: rewritten in place on a terminal, otherwise a line at every tenth. */
export class Progress {
  #tenth = 0;
  #started = performance.now();

  /** @param {number} fraction @param {string} what */
  show(fraction, what) {
    const percent = `${Math.floor(fraction * 100)}`.padStart(3);
    if (process.stderr.isTTY) {
      const filled = Math.round(fraction * 20);
      const bar = "█".repeat(filled) + "░".repeat(20 - filled);
      const line = `${bar} ${percent} %  ${what}  ${this.#left(fraction)}`;
      process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    } else if (Math.floor(fraction * 10) > this.#tenth) {
      this.#tenth = Math.floor(fraction * 10);
      process.stderr.write(`${percent} %  ${what}\n`);
    }
  }

  done() {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  }

  /** @param {number} fraction */
  #left(fraction) {
    const seconds = ((performance.now() - this.#started) / 1000) * (1 / fraction - 1);
    return fraction < 0.02 ? "" : `${Math.ceil(seconds)} s left`;
  }
}
