import { elementType } from "../../call/arguments.js";
import { type FloatArray, lengthOf } from "../../call/arrays.js";
import { areNumbers } from "../../call/numbers.js";
import { readOptions } from "../../call/options.js";
import type { ParameterSet, ParameterValues } from "../../call/parameters.js";
import { checkArrays } from "../../call/placement.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Source } from "../activation.js";
import { eachTile, Sums } from "./sum.js";

/** The exports of a kernel by name: sums over the elements of arrays at the addresses given, the last argument the context. */
type Exports = Readonly<Record<string, (...numbers: number[]) => number>>;

/**
 * The gradients of the parameters of an activation, from arrays or numbers by their names: `dy` and `x`, or of its gated form
 * `dy`, `value` and `gate`. A gated form is that of `dy * value` and `gate`.
 */
export function gradientsOfParameters(
  where: string,
  source: Source,
  given: Readonly<Record<string, unknown>>,
  options: unknown,
  bound: ParameterValues,
  runtime: Runtime,
): Readonly<Record<string, number>> {
  const set = source.parameters as ParameterSet;
  const parameters =
    options === undefined ? bound : set.read(where, readOptions(where, options, set.names, "options", set.names[0]), bound);
  const values = Object.values(given);
  const functions = Object.entries(source.parameterGradients ?? {});
  const named = (gradientOf: (f: (...factors: number[]) => number, place: number) => number) =>
    Object.fromEntries(
      functions.map(([name, f]) => {
        const term = (...factors: number[]) =>
          f?.(
            factors.slice(0, -1).reduce((a, b) => a * b),
            factors.at(-1) as number,
            parameters.byName,
          ) as number;
        return [name, gradientOf(term, set.names.indexOf(name))];
      }),
    );
  if (areNumbers(where, given)) return named((term) => 0 + term(...(values as number[])));

  const [first] = Object.keys(given) as [string];
  const type = elementType(where, first, values[0]);
  const length = lengthOf(values[0] as FloatArray);
  const wanted = Object.entries(given).map(([name, array]) => ({ name, array, length }));
  const arrays = checkArrays(where, type, first, runtime.memoryInUse, wanted);
  const code = source.kernels?.[type === "Float32Array" ? "gradients32" : "gradients64"];
  const kernel = code && runtime.kernel<Exports>(code);
  const memory = kernel && runtime.memory();
  if (memory) set.write(kernel, memory, parameters);
  return named((term, place) => {
    const sums = new Sums(1);
    const add = (sum: number) => sums.add(0, sum);
    const termAt = (i: number) => term(...arrays.map(({ array }) => array[i] as number));
    if (memory) {
      const sum = kernel.exports[`${arrays.length === 2 ? "gradient" : "gatedGradient"}${place}`] as Exports[string];
      eachTile({ memory, type }, arrays, 0, length, (addresses, n) => sum(...addresses, n, kernel.context), add, termAt);
    } else for (let i = 0; i < length; i++) add(termAt(i));
    return sums.total(0);
  });
}
