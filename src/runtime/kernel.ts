import type { CheckedArray } from "../call/arguments.js";
import { bytesOf, type ElementType } from "../call/arrays.js";
import { type LinearMemory, writeParameters } from "./memory.js";

/** The exports of an elementwise kernel module. Arrays are byte addresses, `n` counts elements, `c` is the context. */
export interface KernelExports {
  readonly value: (x: number, y: number, n: number, c: number) => void;
  readonly derivative: (x: number, y: number, n: number, c: number) => void;
  readonly secondDerivative: (x: number, y: number, n: number, c: number) => void;
  readonly valueAndDerivative: (x: number, y: number, d: number, n: number, c: number) => void;
  readonly backward: (dy: number, x: number, dx: number, n: number, c: number) => void;
  readonly backwardFromOutput: (dy: number, y: number, dx: number, n: number, c: number) => void;
}

/** A function of a kernel over elements: the addresses of its arrays, a number of elements, a context. */
export type KernelFunction = (...addresses: number[]) => void;

/** Staging slots of a memory. */
const SLOTS = 4;

/** A kernel bound to a memory and an element type: its functions, its context there, and the parameters last written to it. */
export class BoundKernel<Exports = KernelExports> {
  private parameters: readonly number[] | undefined;

  constructor(
    readonly exports: Exports,
    readonly context: number,
    readonly memory: LinearMemory,
    readonly type: ElementType,
  ) {}

  /** Hands over parameters, unless the kernel has them. */
  setParameters(values: readonly number[]): void {
    if (this.parameters === values) return;
    writeParameters(this.memory, this.context, values);
    this.parameters = values;
  }

  /**
   * Runs a function of the kernel over arrays of `length` elements, of which the first `inputs` are read and the others written. Those that
   * do not live in the memory pass through a staging slot, a tile at a time, so that any length takes the same memory and stays in the first
   * cache. An element gets the same bits either way.
   */
  run(call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): void {
    const { context, memory, type } = this;
    const count = arrays.length;
    let staged = false;
    for (let i = 0; i < count; i++) if (arrays[i].at < 0) staged = true;
    const step = staged ? memory.tile(type) : length;
    for (let from = 0; from < length; from += step) {
      const n = Math.min(step, length - from);
      const at = [0, 0, 0];
      for (let i = 0; i < count; i++)
        at[i] = i < inputs ? this.load(arrays[i], i % SLOTS, from, n) : this.target(arrays[i], i % SLOTS, from);
      if (count === 2) call(at[0], at[1], n, context);
      else if (count === 3) call(at[0], at[1], at[2], n, context);
      else call(...at, n, context);
      for (let i = inputs; i < count; i++) this.store(arrays[i], i % SLOTS, from, n);
    }
  }

  /** The address at which the `n` elements of an array from `from` on can be read, staged in `slot` if they must be. */
  load({ array, at }: CheckedArray, slot: number, from: number, n: number): number {
    const { memory, type } = this;
    if (at >= 0) return at + from * bytesOf(type);
    memory.copyIn(slot, array, type, from, n);
    return memory.slot(slot);
  }

  /** The address at which the elements of an array from `from` on are to be written. */
  target({ at }: CheckedArray, slot: number, from: number): number {
    return at >= 0 ? at + from * bytesOf(this.type) : this.memory.slot(slot);
  }

  /** Takes what was written to `slot` to the array, unless it was written there. */
  store({ array, at }: CheckedArray, slot: number, from: number, n: number): void {
    if (at < 0) this.memory.copyOut(slot, array, this.type, from, n);
  }
}
