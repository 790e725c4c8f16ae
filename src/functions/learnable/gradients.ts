import { areNumbers, checkOperands } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import { readOptions } from "../../call/options.js";
import type { ParameterSet, Parameters, ParameterValues } from "../../call/parameters.js";
import { kernelNear, setParameters } from "../../runtime/kernel.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Halves } from "./halves.js";
import { type AddAt, eachTile, type SumFunction, Sums, type Term } from "./sum.js";

/** dy times the derivative of an activation with respect to a parameter, at one element. */
export type ParameterGradient<Name extends string = string> = (dy: number, x: number, parameters: Parameters<Name>) => number;

/** The exports of a kernel by name. */
type Exports = Readonly<Record<string, SumFunction>>;

/**
 * The gradients of the parameters of an activation from what it was `given`: dy and x, or of its
 * gated form dy, value and gate, which are those of `dy * value` and gate, or of what `halves` make
 * of these. Definitions have it from here, so that no other activation has to load it.
 */
export function parameterGradients<Name extends string, Learnt extends Name = Name>(
  functions: {
    readonly [name in Learnt]: ParameterGradient<Name>;
  },
  halves?: Halves<Name>,
) {
  return (
    where: string,
    set: ParameterSet<Name>,
    kernels: Kernels | undefined,
    given: Readonly<Record<string, unknown>>,
    options: unknown,
    bound: ParameterValues<Name>,
    runtime: Runtime,
  ): Record<Learnt, number> => {
    const parameters =
      options === undefined ? bound : set.read(where, readOptions(where, options, set.names, "options", set.names[0]), bound);
    const values = Object.values(given);
    const { byName: scalar } = parameters;
    const factor = (value: number) => (halves ? halves.value(value, scalar) : value);
    const argument = (gate: number) => (halves ? halves.gate(gate, scalar) : gate);
    const learnt = Object.entries(functions) as [Learnt, ParameterGradient<Name>][];
    const each = (sum: (gradient: ParameterGradient<Name>, place: number) => number) =>
      Object.fromEntries(learnt.map(([name, gradient], place) => [name, sum(gradient, place)])) as Record<Learnt, number>;
    if (areNumbers(where, given)) {
      const [dy, x, gate] = values as [number, number, number?];
      const [slope, point] = gate === undefined ? [dy, x] : [dy * factor(x), argument(gate)];
      return each((gradient) => 0 + gradient(slope, point, scalar));
    }

    const { type, length, arrays } = checkOperands(where, { names: Object.keys(given), inputs: 3 }, values, runtime.memoryInUse);
    const code = kernels?.[type === "Float32Array" && !halves ? "gradients32" : "gradients64"];
    const found = code && runtime.kernel<Exports>(code);
    const kernel = found && kernelNear(found, arrays);
    const [dy, x, gate] = arrays.map(({ array }) => array) as [FloatArray, FloatArray, FloatArray?];
    const termOf = (gradient: ParameterGradient<Name>): Term =>
      gate ? (i) => gradient(dy[i] * factor(x[i]), argument(gate[i]), scalar) : (i) => gradient(dy[i], x[i], scalar);
    const terms = learnt.map(([, gradient]) => termOf(gradient));
    const sums = new Sums(terms.length);
    const add: AddAt = (place, term) => sums.add(place, term);
    if (kernel) {
      setParameters(kernel, parameters.forKernel);
      const call = kernel.exports[gate && !halves ? "gatedGradients" : "gradients"] as SumFunction;
      if (halves && gate) halves.eachTile(kernel, [dy, x, gate], length, scalar, call, add, terms);
      else eachTile(kernel, arrays, 0, length, call, add, terms);
    } else for (const [place, term] of terms.entries()) for (let i = 0; i < length; i++) sums.add(place, term(i));
    return each((_, place) => sums.total(place));
  };
}
