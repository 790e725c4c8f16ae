import { checkOptions } from "./arguments.js";
import { type ElementType, type FloatArray, tagOf } from "./arrays.js";
import { describe, fail } from "./errors.js";
import { type LinearMemory, roomOf } from "./memory.js";
import type { Wanted } from "./placement.js";
import type { Kernel, Runtime } from "./runtime.js";
import type { Kernels } from "./variants.js";

/** What all losses share: what they give, and where to. */

/** What a loss gives. */
export interface Loss<L, G> {
  /** The mean loss. */
  readonly mean: number;
  /** The loss of each row or element. */
  readonly loss: L;
  /** The gradient of the mean, with respect to x. */
  readonly gradient: G;
}

/** Where a loss writes. Only what is named is computed. */
export interface LossOutput<A extends FloatArray> {
  readonly loss?: A | undefined;
  readonly gradient?: A | undefined;
}

export type NoOutput = { readonly out?: undefined };

/** What a loss gives that writes to `O`. */
export type LossInto<O> = Loss<Part<O, "loss">, Part<O, "gradient">>;

type Part<O, Name extends string> = O extends { readonly [name in Name]: infer A } ? A : undefined;

/** A kernel, the memory that it works on, and where it has room of its own there. */
export interface Engine<Exports> {
  readonly kernel: Kernel<Exports>;
  readonly memory: LinearMemory;
  readonly room: number;
}

/** The kernel for an element type; undefined where JavaScript is to compute. */
export function engineOf<Exports>(runtime: Runtime, { float32, float64 }: Kernels, type: ElementType): Engine<Exports> | undefined {
  const code = type === "Float32Array" ? float32 : float64;
  const kernel = runtime.kernel<Exports>(code);
  return kernel && { kernel, memory: runtime.memory(), room: roomOf(kernel.context, code) };
}

/** The element type of `x`, the first array of a loss. */
export function typeOf(where: string, x: unknown): ElementType {
  const tag = tagOf(x);
  if (tag === "Float32Array" || tag === "Float64Array") return tag;
  const cure = tag || Array.isArray(x) ? "; convert it with Float32Array.from or Float64Array.from" : "";
  return fail(TypeError, "HILLOCK_TYPE", where, `x is ${describe(x)}, expected a Float32Array or Float64Array${cure}`);
}

/** The outputs of a call: all of them without the option `out`, else those that it names. */
export function readOutput(where: string, out: unknown, loss: Length, gradient: Length): Wanted[] {
  if (out !== undefined) checkOptions(where, out, ["loss", "gradient"], "out");
  const given = (out ?? {}) as { readonly loss?: unknown; readonly gradient?: unknown };
  const outputs = [
    { name: "out.loss", array: given.loss, ...loss, output: true },
    { name: "out.gradient", array: given.gradient, ...gradient, output: true, inPlace: ["x"] },
  ];
  return outputs.filter(({ array }) => out === undefined || array !== undefined);
}

type Length = Pick<Wanted, "length" | "because">;
