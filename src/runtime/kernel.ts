import type { CheckedArray } from "../call/arguments.js";
import { bytesOf, type ElementType } from "../call/arrays.js";
import { decode } from "./backend.js";
import type { KernelCode } from "./kernelCode.js";
import { COPY_LOOP, type LinearMemory, writeParameters } from "./memory.js";

/**
 * The exports of an elementwise kernel module. Arrays are byte addresses, `n` counts elements, `c`
 * is the context.
 */
export interface KernelExports {
  readonly value: (x: number, y: number, n: number, c: number) => void;
  readonly derivative: (x: number, y: number, n: number, c: number) => void;
  readonly secondDerivative: (x: number, y: number, n: number, c: number) => void;
  readonly valueAndDerivative: (x: number, y: number, d: number, n: number, c: number) => void;
  readonly backward: (dy: number, x: number, dx: number, n: number, c: number) => void;
  readonly backwardFromOutput: (dy: number, y: number, dx: number, n: number, c: number) => void;
  readonly combination: (x: number, y: number, z: number, n: number, c: number) => void;
}

/**
 * A function of a kernel over elements: the addresses of its arrays, a number of elements, a
 * context.
 */
export type KernelFunction = (...addresses: number[]) => void;

/**
 * Brings units of a call, from that numbered `from` on, to an address or from there. The kernel is
 * that of the threads, which may be another than the caller has.
 */
export type Passage = (kernel: BoundKernel<unknown>, address: number, from: number, units: number) => void;

/** An array of a call that can be shared, or what stands for one. */
export interface SharedArray {
  /** Absent where there is none: then it is staged, and `enter` and `leave` say what is there. */
  readonly one?: CheckedArray | undefined;
  /** The elements from one unit to the next; 0 for an array that every share reads whole. */
  readonly each: number;
  /** The elements of what every share reads whole, where there is no array. */
  readonly length?: number;
  /** Whether units are no stretches of it, as columns of a matrix are none. */
  readonly isWoven?: boolean;
  readonly isRead?: boolean;
  readonly isWritten?: boolean;
  /** Writes what is read, and takes what was written, of what is no array. */
  readonly enter?: Passage | undefined;
  readonly leave?: Passage | undefined;
  /** Whether it is no argument, but takes what each call returns, an f64: it comes last. */
  readonly isReturned?: boolean;
  /** Makes of what the first call of a job wrote there what the second reads. */
  readonly between?: Passage | undefined;
}

/** A part of each unit of an array, which begins `from` elements after the unit. */
export interface SharedPart {
  readonly of: SharedArray;
  readonly from: number;
}

/** The number of the first unit of a call in what its units are part of. */
export interface UnitNumber {
  /** That of the first unit of all. */
  readonly first: number;
}

/**
 * An argument of a function of a kernel: a number, the address of an array or of a part of it, or
 * what each call has for itself, the number of its units, that of the first of them, the context,
 * and the workspace of its thread.
 */
export type Argument = number | SharedArray | SharedPart | UnitNumber | "count" | "context" | "workspace";

/** The array of an argument, or what stands for one. */
export function arrayOf(one: Argument): SharedArray | undefined {
  if (typeof one !== "object") return undefined;
  return "of" in one ? one.of : "each" in one ? one : undefined;
}

/** The array of an argument, where it is one that is not in the memory. */
export function stagedOf(one: Argument): SharedArray | undefined {
  const array = arrayOf(one);
  return (array?.one?.at ?? -1) < 0 ? array : undefined;
}

/** A function of a kernel, and its arguments. */
export interface SharedCall {
  readonly call: KernelFunction;
  readonly parameters: readonly Argument[];
}

/** A call of which the units, elements or rows, can be computed one without the other. */
export interface Job extends SharedCall {
  /** A second call, of the same units, which begins when the first is done with them. */
  readonly second?: SharedCall | undefined;
  readonly units: number;
  /** Units of a share, at least, at most, and of which it is a multiple: a thousand elements, 1. */
  readonly least?: number;
  readonly most?: number;
  readonly multiple?: number;
  /** Units of a call, of which a share is a multiple. Default: a share is one call. */
  readonly perCall?: number;
  /** Whether arrays are staged whole, and not part by part. */
  readonly isWhole?: boolean;
  /** Whether one array that is written may take the place of one that is read, and as long. */
  readonly isInPlace?: boolean;
  /** All that there is to do, in elements or in products of elements. */
  readonly work: number;
}

/** Threads that share long calls, where hillock/threads has started some. */
export interface Threads {
  /** Sets threads for a kernel. */
  adopt(kernel: BoundKernel<unknown>): void;
  /**
   * Takes the memory that a kernel needs before the first of its calls is shared: who borrows
   * memory for the arrays of such a call has it taken before.
   */
  prepare(kernel: BoundKernel<unknown>): void;
  /** Does what {@link BoundKernel.run} does, or leaves it to that. */
  run(kernel: BoundKernel<unknown>, call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): boolean;
  /** Runs a job on several threads, or has `alone` do it on this one. */
  runJob(kernel: BoundKernel<unknown>, job: Job, alone: () => void): void;
}

/** Elements up to which no call takes so long that another thread were worth waking. */
export const LEAST_SHARED = 2047;

/**
 * A kernel bound to a memory and an element type: its functions, its context there, and the
 * parameters last written to it.
 */
export class BoundKernel<Exports = KernelExports> {
  parameters: readonly number[] | undefined;
  readonly type: ElementType;
  context: number;
  /** The threads that share its calls, and elements up to which these are not worth a thought. */
  threads: Threads | undefined;
  least: number | undefined;
  /** The same kernel on a memory that is not shared, where there are threads. */
  twin: (() => BoundKernel<Exports> | undefined) | undefined;

  constructor(
    /** Exports and context are others once the memory is another. */
    public exports: Exports,
    readonly memory: LinearMemory,
    readonly code: KernelCode,
  ) {
    this.type = code.name.endsWith(".float64") ? "Float64Array" : "Float32Array";
    this.context = memory.newContext(code.name, decode(code.table));
  }

  /**
   * Runs a function of the kernel over two or three arrays of `length` elements, of which the first
   * `inputs` are read and the others written. Those that do not live in the memory pass through a
   * staging slot, a tile at a time, so that any length takes the same memory and stays in the first
   * cache. An element gets the same bits either way, and whichever thread computes it.
   */
  run(call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): void {
    const { context } = this;
    const first = arrays[0];
    if (length > (first.at < 0 ? COPY_LOOP : (this.least as number)) && this.threads?.run(this, call, arrays, inputs, length)) return;
    const second = arrays[1];
    const third = arrays.length === 2 ? second : arrays[2];
    const inMemory = first.at >= 0 && second.at >= 0 && third.at >= 0;
    const step = inMemory ? length : this.memory.tile(this.type);
    for (let from = 0; from < length; from += step) {
      const n = Math.min(step, length - from);
      const a = this.load(first, 0, from, n);
      const b = inputs > 1 ? this.load(second, 1, from, n) : this.target(second, 1, from);
      if (third === second) call(a, b, n, context);
      else {
        call(a, b, this.target(third, 2, from), n, context);
        this.store(third, 2, from, n);
      }
      if (inputs === 1) this.store(second, 1, from, n);
    }
  }

  /**
   * The address at which the `n` elements of an array from `from` on can be read, staged in `slot`
   * if they must be.
   */
  load(one: CheckedArray, slot: number, from: number, n: number): number {
    if (one.at < 0) this.memory.copyIn(slot, one.array, this.type, from, n);
    return this.target(one, slot, from);
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

/**
 * The kernel for arrays: where none of them lives in its memory, and that is one that threads
 * share, its twin, to which they are copied faster.
 */
export function kernelNear<Exports>(kernel: BoundKernel<Exports>, arrays: readonly CheckedArray[]): BoundKernel<Exports> {
  return (kernel.twin && arrays.every(({ at }) => at < 0) && kernel.twin()) || kernel;
}

/**
 * Hands parameters to a kernel, unless it has them. No method, so that bundles can leave it out.
 */
export function setParameters(kernel: BoundKernel<unknown>, values: readonly number[]): void {
  if (kernel.parameters === values) return;
  writeParameters(kernel.memory, kernel.context, values);
  kernel.parameters = values;
}
