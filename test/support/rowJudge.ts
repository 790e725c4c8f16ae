/**
 * Judges the results of row-wise functions by the specification: within their bounds, or a failure
 * that says where not.
 */
import { expect } from "vitest";
import { type Format, formats } from "../../oracle/formats.js";
import { type RowInput, RowReference } from "../../oracle/rows.js";
import type { Floats } from "./activations.js";
import { Float32, type RowSubject, reduces } from "./rows.js";

export class RowJudge {
  readonly reference: RowReference;
  readonly format: Format;

  constructor(private readonly subject: RowSubject) {
    this.reference = new RowReference(subject.name);
    this.format = subject.type === Float32 ? formats.float32 : formats.float64;
  }

  /** Judges the results of one row, every so many of them. */
  value(input: RowInput, results: Floats, about: string, step = 1): void {
    const { name, bounds } = this.subject;
    const { value, otherParameters = value } = bounds;
    const bound = (input.temperature ?? 1) === 1 ? value : otherParameters;
    const judge = this.reference.value(input);
    expect(results.length, about).toBe(this.reference.lengthOf(input.x.length));
    for (let i = 0; i < results.length; i += step) {
      const error = judge(this.format, i, results[i]);
      if (!(error <= bound)) expect.fail(`${name}, result ${i} of ${about}: ${results[i]} is ${error} ULP off, expected ${bound}`);
    }
  }

  /** Computes the gradient of one row, as its function takes it, and judges that. */
  gradient(input: RowInput, dy: Floats, about: string, step = 1): void {
    const { f } = this.subject;
    const { x, mask, temperature } = input;
    if (reduces(f)) this.gradients(input, dy, f.backward?.(dy, x as Floats, { mask, temperature }) as Floats, about, step);
    else {
      const y = f(x as Floats, { mask, temperature });
      this.gradientOf(dy, y, about, temperature, step);
    }
  }

  /** Judges the gradient of one row from its entries. */
  gradients(input: RowInput, dy: Floats, dx: Floats, about: string, step = 1): void {
    this.judge({ ...input, dy }, dx, "backward", about, step);
  }

  /** Computes the gradient from results, and judges it. */
  gradientOf(dy: Floats, y: Floats, about: string, temperature = 1, step = 1): void {
    const dx = this.subject.f.backwardFromOutput?.(dy, y, { temperature }) as Floats;
    this.judge({ dy, y, temperature }, dx, "backwardFromOutput", about, step);
  }

  private judge(
    input: Parameters<RowReference["gradient"]>[0],
    dx: Floats,
    method: "backward" | "backwardFromOutput",
    about: string,
    step: number,
  ): void {
    const { name, bounds } = this.subject;
    const bound = bounds[method] as number;
    const judge = this.reference.gradient(input, bound);
    for (let i = 0; i < dx.length; i += step) {
      const error = judge(this.format, i, dx[i]);
      if (!(error <= bound)) expect.fail(`${name}.${method}, entry ${i} of ${about}: ${dx[i]} is ${error} ULP off, expected ${bound}`);
    }
  }
}
