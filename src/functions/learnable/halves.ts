import type { FloatArray } from "../../call/arrays.js";
import type { Parameters } from "../../call/parameters.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { lanes } from "./sum.js";

const F64 = "Float64Array";

/**
 * The halves of a gated function as they meet: the factor of a value, and of a gate what its
 * activation is of. Definitions have it from here, so that no other gate has to load it.
 */
export class Halves<Name extends string = string> {
  constructor(
    readonly value: (value: number, parameters: Parameters<Name>) => number,
    readonly gate: (gate: number, parameters: Parameters<Name>) => number,
  ) {}

  /**
   * Writes dy times the factor of each element, and its gate, to the staging slots, in f64, and
   * calls `run` with a whole number of vectors of them, `single` with the number of an element of
   * what is left.
   */
  eachTile(
    { memory }: BoundKernel<unknown>,
    [dy, value, gate]: readonly FloatArray[],
    length: number,
    parameters: Parameters<Name>,
    run: (a: number, b: number, n: number) => void,
    single: (i: number) => void,
  ): void {
    const [a, b] = [memory.slot(0), memory.slot(1)];
    for (let start = 0; start < length; start += memory.tile(F64)) {
      const n = Math.min(memory.tile(F64), length - start);
      const whole = n - (n % lanes(F64));
      const view = memory.view(F64);
      for (let i = 0; i < whole; i++) view[a / 8 + i] = dy[start + i] * this.value(value[start + i], parameters);
      for (let i = 0; i < whole; i++) view[b / 8 + i] = this.gate(gate[start + i], parameters);
      run(a, b, whole);
      for (let i = whole; i < n; i++) single(start + i);
    }
  }
}
