/** A page in a browser, as tests use it. */
export type Point = readonly [x: number, y: number];

export abstract class Page {
  /** The errors that the page threw or logged, and those of loading. */
  abstract errors(): Promise<readonly string[]>;
  abstract navigate(url: string): Promise<void>;
  /** The value of an expression in the page; a promise is awaited. */
  abstract evaluate<T>(expression: string): Promise<T>;
  /**
   * Presses the button of the mouse at the first of some points of the window, and lets it go at
   * the last.
   */
  abstract drag(points: readonly Point[]): Promise<void>;
  abstract close(): Promise<void>;

  async until(expression: string, milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!(await this.evaluate(`Boolean(${expression})`))) {
      if (performance.now() > end)
        throw new Error(`not within ${milliseconds} ms: ${expression}; errors: ${(await this.errors()).join("; ")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
