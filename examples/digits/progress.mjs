/**
 * How far the run is, in one line that is rewritten on a terminal, and at every tenth elsewhere.
 */
export class Progress {
  #tenth = 0;
  #stream;

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  /** @param {number} fraction @param {string} what */
  show(fraction, what) {
    const line = `${String(Math.floor(fraction * 100)).padStart(3)} %  ${what}`;
    const tenth = Math.floor(fraction * 10);
    if (this.#stream.isTTY) this.#stream.write(`\r\x1b[K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`);
    else if (tenth > this.#tenth) this.#stream.write(`${line}\n`);
    this.#tenth = Math.max(this.#tenth, tenth);
  }

  done() {
    if (this.#stream.isTTY) this.#stream.write("\r\x1b[K");
  }
}
