import { type ArrayRequirement, type CheckedArray, checkArrays } from "../call/arguments.js";
import type { ElementType, FloatArray } from "../call/arrays.js";
import { NONE, readOptions } from "../call/options.js";
import type { BoundKernel } from "../runtime/kernel.js";
import { type Kernels, kernelFor } from "../runtime/kernelCode.js";
import { type LinearMemory, workspaceOf } from "../runtime/memory.js";
import type { Runtime } from "../runtime/runtime.js";
import { INTERNALS, type Internals } from "./internals.js";
import { type Callable, deepFreeze, publish } from "./publish.js";

/** The results of a loss. */
export interface Loss<L, G> {
  /** The mean loss. */
  readonly mean: number;
  /** The loss of each row or element. */
  readonly loss: L;
  /** The gradient of the mean, with respect to x. */
  readonly gradient: G;
}

/** The arrays that a loss writes to. Only what is named is computed. */
export interface LossOutput<A extends FloatArray> {
  /** An array for the loss of each row or element. By default none is written. */
  readonly loss?: A | undefined;
  /** An array for the gradient, like x, or x itself. By default none is computed. */
  readonly gradient?: A | undefined;
}

export type NoOutput = {
  /** Arrays to write to. By default new ones are made, of the loss and the gradient. */
  readonly out?: undefined;
};

export type Into<O> = {
  /**
   * Arrays to write to: only what is named is computed. By default new ones are made, of the loss
   * and the gradient.
   */
  readonly out: O;
};

/** The results of a loss that writes to `O`. */
export type LossInto<O> = Loss<Part<O, "loss">, Part<O, "gradient">>;

type Part<O, Name extends string> = O extends { readonly [name in Name]: infer A } ? A : undefined;

/** A loss of arrays `A`, with targets `T` and options `O`. */
export interface LossOf<A extends FloatArray, New, T, O> {
  (x: A, targets: T, options: O & NoOutput): Loss<New, New>;
  <W extends LossOutput<A>>(x: A, targets: T, options: O & Into<W>): LossInto<W>;
}

/** A loss whose options may be left out. */
export interface LossByDefault<A extends FloatArray, New, T, O> extends LossOf<A, New, T, O> {
  (x: A, targets: T, options?: O & NoOutput): Loss<New, New>;
}

/** A kernel, the memory that it works on, and where it may store there what it works on. */
export interface Engine<Exports> {
  readonly kernel: BoundKernel<Exports>;
  readonly memory: LinearMemory;
  readonly room: number;
}

/** The kernel for an element type; undefined where JavaScript is to compute. */
export function engineOf<Exports>(runtime: Runtime, kernels: Kernels, type: ElementType): Engine<Exports> | undefined {
  const kernel = runtime.kernel<Exports>(kernelFor(kernels, type));
  return kernel && { kernel, memory: runtime.memory(), room: workspaceOf(runtime.memory()) };
}

/** The error bounds of a loss for one element type. */
export interface LossBounds {
  /** The bound of each loss, in units in the last place. */
  readonly loss: number;
  /**
   * The bound of the gradient for labels, or for targets of 0 and 1, without smoothing: in units in
   * the last place.
   */
  readonly gradient: number;
  /**
   * The bound of the gradient otherwise, where it is a difference that may vanish: relative to the
   * larger of its two terms, if that allows more.
   */
  readonly vanishing: number;
  /**
   * The bound of the loss of distributions, where that may vanish: relative to its square root, if
   * that allows more.
   */
  readonly root?: number;
  /** The bound of the mean, relative to it. */
  readonly mean: number;
}

/** The registry's entry for a loss. Frozen. */
export interface LossSpecification {
  readonly name: string;
  readonly formula: { readonly loss: string; readonly gradient: string };
  readonly bounds: { readonly float32: LossBounds; readonly float64: LossBounds };
}

/** The error bounds of cross entropies. */
const BOUNDS: LossSpecification["bounds"] = {
  float32: { loss: 0.51, gradient: 0.52, vanishing: 2 ** -40, mean: 2 ** -30 },
  float64: { loss: 4, gradient: 5, vanishing: 2 ** -50, mean: 2 ** -49 },
};

/** Makes a function a loss: named, specified, and open to another runtime. */
export function lossOf<F>(
  compute: Callable,
  { name, formula }: Omit<LossSpecification, "bounds">,
  internals: Internals,
  bounds = BOUNDS,
): F {
  const spec: LossSpecification = deepFreeze({ name, formula, bounds });
  return publish(compute, name, {}, { spec, [INTERNALS]: internals }) as F;
}

const OUTPUTS = ["loss", "gradient"];

/**
 * The arrays of a call, by name. They are described by literals: on Node 20 spreading an object
 * costs microseconds.
 */
export class Arrays {
  private readonly wanted: ArrayRequirement[] = [];
  private placed: readonly CheckedArray[] = [];

  read(name: string, array: unknown, length: number, because?: string): void {
    this.wanted.push({ name, array, length, lengthReason: because });
  }

  /** The outputs: all of them without the option `out`, else those that it names. */
  write(where: string, out: unknown, loss: number, gradient: number, rows?: string, whole?: string): void {
    const all = out === undefined;
    const { loss: lossArray, gradient: gradientArray } = all ? NONE : readOptions(where, out, OUTPUTS, "out");
    if (all || lossArray !== undefined)
      this.wanted.push({ name: "out.loss", array: lossArray, length: loss, lengthReason: rows, output: true });
    if (all || gradientArray !== undefined)
      this.wanted.push({ name: "out.gradient", array: gradientArray, length: gradient, lengthReason: whole, output: true, inPlace: ["x"] });
  }

  /** Checks them all, and makes the outputs that are not given. */
  place(where: string, type: ElementType, runtime: Runtime): void {
    this.placed = checkArrays(where, type, "x", runtime.memoryInUse, this.wanted);
  }

  find(name: string): CheckedArray | undefined {
    return this.placed[this.wanted.findIndex((one) => one.name === name)];
  }

  get(name: string): CheckedArray {
    return this.find(name) as CheckedArray;
  }

  /** The outputs that were given. */
  get outputs(): readonly ArrayRequirement[] {
    return this.wanted.filter(({ output, array }) => output && array !== undefined);
  }
}
