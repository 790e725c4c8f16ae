import type { FloatArray } from "../../call/arrays.js";
import type { Parameters } from "../../call/parameters.js";
import type { BoundKernel, Passage, SharedArray } from "../../runtime/kernel.js";
import type { LinearMemory } from "../../runtime/memory.js";
import { type AddAt, addSums, addTerms, jobOfTiles, lanes, type SumFunction, type Term } from "./sum.js";

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
   * Gives `add` the sums of terms over tiles, in f64, of dy times the factor of each element, and
   * of its gate, and then the terms of the elements that are left.
   */
  eachTile(
    kernel: BoundKernel<unknown>,
    [dy, value, gate]: readonly FloatArray[],
    length: number,
    parameters: Parameters<Name>,
    call: SumFunction,
    add: AddAt,
    terms: readonly Term[],
  ): void {
    const { memory, threads, context } = kernel;
    const whole = length - (length % lanes(F64));
    const alone = () => {
      const [a, b] = [memory.slot(0), memory.slot(1)];
      for (let start = 0; start < whole; start += memory.tile(F64)) {
        const n = Math.min(memory.tile(F64), whole - start);
        this.enterFactors(memory, a, dy, value, start, n, parameters);
        this.enterGates(memory, b, gate, start, n, parameters);
        call(a, b, n, context, context);
        addSums(memory, context, terms.length, add);
      }
    };
    if (threads && whole > memory.tile(F64)) {
      const inputs: readonly Passage[] = [
        ({ memory }, address, from, n) => this.enterFactors(memory, address, dy, value, from, n, parameters),
        ({ memory }, address, from, n) => this.enterGates(memory, address, gate, from, n, parameters),
      ];
      const shared = inputs.map((enter): SharedArray => ({ each: 1, isRead: true, enter }));
      threads.runJob(kernel, jobOfTiles(kernel, call, shared, whole, terms.length, add), alone);
    } else alone();
    for (let i = whole; i < length; i++) addTerms(add, terms, i);
  }

  /** Writes dy times the factor of each of n elements. */
  private enterFactors(
    memory: LinearMemory,
    address: number,
    dy: FloatArray,
    value: FloatArray,
    from: number,
    n: number,
    parameters: Parameters<Name>,
  ): void {
    const view = memory.view(F64);
    const at = address / 8;
    for (let i = 0; i < n; i++) view[at + i] = dy[from + i] * this.value(value[from + i], parameters);
  }

  /** Writes the gates of n elements. */
  private enterGates(memory: LinearMemory, address: number, gate: FloatArray, from: number, n: number, parameters: Parameters<Name>): void {
    const view = memory.view(F64);
    const at = address / 8;
    for (let i = 0; i < n; i++) view[at + i] = this.gate(gate[from + i], parameters);
  }
}
