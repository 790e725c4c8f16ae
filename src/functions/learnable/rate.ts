import { areNumbers, checkArrays, elementType } from "../../call/arguments.js";
import { type FloatArray, lengthOf } from "../../call/arrays.js";
import { readOptions } from "../../call/options.js";
import type { ParameterValues } from "../../call/parameters.js";
import * as code from "../../kernels/learnable/swishRate.js";
import type { Runtime } from "../../runtime/runtime.js";
import { rate, swishGrowth } from "../../scalar/swish.js";
import type { ActivationInternals } from "../internals.js";
import type { ParameterGradients } from "./learnable.js";
import { eachTile, Sums } from "./sum.js";

/** How much is to be learnt of the rate of swish: the sum of dy x² σ(βx) σ(-βx), of swiglu's that of dy value gate² σ(βgate) σ(-βgate). */

interface Exports {
  readonly gradient: (dy: number, x: number, n: number, c: number) => number;
  readonly gatedGradient: (dy: number, value: number, gate: number, n: number, c: number) => number;
}

/** The options of swish, and of its gated form. */
export interface RateOptions {
  /** The rate: what the argument of the sigmoid is multiplied by, from -1e100 to 1e100. Default 1, which is silu. */
  readonly beta?: number | undefined;
}

/** The gradient of the rate. */
export interface Rate {
  beta: number;
}

/** The method of swish. */
export function rateGradients({ source, parameters, runtime }: ActivationInternals): ParameterGradients<RateOptions, Rate> {
  return ((dy: unknown, x: unknown, options?: unknown) =>
    gradients(`${source.name}.parameterGradients`, { dy, x }, options, parameters, runtime())) as never;
}

/** The gradient of the rate from arrays or numbers by their names, of which the last is what the rate multiplies. */
export function gradients(
  where: string,
  given: Readonly<Record<string, unknown>>,
  options: unknown,
  bound: ParameterValues,
  runtime: Runtime,
): Rate {
  const own = bound as ParameterValues<"beta">;
  const parameters = options === undefined ? own : rate.read(where, readOptions(where, options, rate.names, "options", "beta"), own);
  const entries = Object.entries(given);
  const growth = (factors: readonly number[]) =>
    factors.slice(0, -1).reduce((a, b) => a * b) * swishGrowth(factors.at(-1) as number, parameters.byName);
  if (areNumbers(where, given)) return { beta: 0 + growth(Object.values(given) as number[]) };
  const [[first, dy]] = entries as [[string, unknown]];
  const type = elementType(where, first, dy);
  const length = lengthOf(dy as FloatArray);
  const wanted = entries.map(([name, array]) => ({ name, array, length }));
  const arrays = checkArrays(where, type, first, runtime.memoryInUse, wanted);
  const term = (i: number) => growth(arrays.map(({ array }) => array[i] as number));
  const sums = new Sums(1);
  const add = (term: number) => sums.add(0, term);
  const kernel = runtime.kernel<Exports>(type === "Float32Array" ? code.float32 : code.float64);
  if (!kernel) for (let i = 0; i < length; i++) add(term(i));
  else {
    const memory = runtime.memory();
    kernel.setParameters(parameters.forKernel);
    const { gradient, gatedGradient } = kernel.exports;
    const call = ([a, b, d]: readonly number[], n: number) =>
      d === undefined ? gradient(a, b, n, kernel.context) : gatedGradient(a, b, d, n, kernel.context);
    eachTile({ memory, type }, arrays, 0, length, call, add, term);
  }
  return { beta: sums.total(0) };
}
