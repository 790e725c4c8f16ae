import { checkOperands } from "../../call/arguments.js";
import { tagOf } from "../../call/arrays.js";
import { NONE, type Options, readOptions } from "../../call/options.js";
import type { ParameterSet, Parameters, ParameterValues } from "../../call/parameters.js";
import { type KernelFunction, setParameters } from "../../runtime/kernel.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import { workspaceOf } from "../../runtime/memory.js";
import { UniformStream } from "../../scalar/philox.js";
import { buildActivation, createActivation, isIndex, PAIR, SIGNATURES } from "../activation.js";
import type { Definition } from "../definition.js";
import { activationInternalsOf, INTERNALS, Internals, type Source } from "../internals.js";
import { type Callable, publish } from "../publish.js";
import type { Activation } from "../types.js";
import { checkOffset, checkSeed, EVALUATION, readSettings, SETTINGS, type Settings } from "./settings.js";

type Method = keyof typeof SIGNATURES;
/** A method that draws numbers; the second derivative is the same for any. */
type Drawing = Exclude<Method, "secondDerivative">;

/**
 * The exports of a kernel that draws a number for each element: they take the seed, the place of
 * the first element in its stream, memory for the random words of a piece, inputs and outputs.
 */
type RandomExports = Readonly<Record<Exclude<Drawing, "backwardFromOutput">, KernelFunction>>;

/**
 * The parameters that an element has in training in the place of those of the call, for its random
 * number in [0, 1).
 */
export type Draw<Name extends string = string> = (u: number, parameters: Parameters<Name>) => Parameters<Name>;

/** The activation `A`, which has the options `training`, `seed` and `offset`. */
export function createRandomized<A, Name extends string>({ draw, ...definition }: Definition<Name> & { readonly draw: Draw<Name> }): A {
  return extend(createActivation(definition as unknown as Definition<never>), draw as Draw, EVALUATION) as A;
}

/** `base` is the activation in evaluation, its parameters bound; `bound` has the other settings. */
function extend(base: Activation, draw: Draw, bound: Settings): Activation {
  const { source, parameters, runtime } = activationInternalsOf(base.name, "activation", base);
  const { name, kernels = {} as Partial<Kernels> } = source;
  const set = source.parameters as ParameterSet;
  const bindable = [...set.names, ...SETTINGS];
  const known = [...bindable, "out"];

  const methodOf = (method: Method) => {
    const where = method === "value" ? name : `${name}.${method}`;
    const { inputs: count } = SIGNATURES[method];
    const evaluate = (method === "value" ? base : base[method as "backward"]) as (...values: unknown[]) => unknown;
    return (...values: unknown[]) => {
      const inputs = Array.from({ length: count }, (_, i) => values[i]);
      const numbers = inputs.filter((value) => typeof value === "number");
      const options = numbers.length > 0 && isIndex(values[count]) ? undefined : values[count];
      if (options === undefined && !bound.training) return evaluate(...inputs);
      const given = options === undefined ? NONE : readOptions(where, options, known, "options", set.names[0]);
      const settings = readSettings(where, given, bound);
      const rest = pick(given, [...set.names, "out"]);
      const isRefused = numbers.length > 0 && (numbers.length < count || rest.out !== undefined);
      if (!settings.training || method === "secondDerivative" || isRefused) return evaluate(...inputs, rest);
      const own = set.read(where, rest, parameters);
      if (method === "backwardFromOutput") set.checkFromOutput(where, own);
      const results =
        numbers.length > 0
          ? drawForNumbers(method, where, numbers, own, settings)
          : drawForArrays(method, where, inputs, rest.out, own, settings);
      return results.length === 1 ? results[0] : { value: results[0], derivative: results[1] };
    };
  };

  const drawForNumbers = (method: Drawing, where: string, [x, other]: readonly number[], own: ParameterValues, settings: Settings) => {
    const stream = new UniformStream(checkSeed(where, settings));
    const drawn = draw(stream.at(settings.offset), own.byName);
    return scalars[method].map((f) => f(source, drawn, x as number, other as number));
  };

  const drawForArrays = (
    method: Drawing,
    where: string,
    inputs: readonly unknown[],
    out: unknown,
    own: ParameterValues,
    settings: Settings,
  ) => {
    const seed = checkSeed(where, settings);
    const signature = SIGNATURES[method];
    const type = tagOf(inputs[0]);
    const code = type === "Float32Array" ? kernels.random32 : type === "Float64Array" ? kernels.random64 : undefined;
    const kernel = code && runtime().kernel<RandomExports>(code);
    const outs = scalars[method].length === 1 ? [out] : pairOf(where, out);
    const { arrays, length } = checkOperands(where, signature, [...inputs, ...outs], kernel ? kernel.memory : runtime().memoryInUse);
    checkOffset(where, settings, length);
    let first = settings.offset;
    if (kernel) {
      setParameters(kernel, own.forKernel);
      const call = kernel.exports[method === "backwardFromOutput" ? "backward" : method];
      const room = workspaceOf(kernel.memory);
      const goOn = (...addresses: number[]) => {
        call(seed, first, room, ...addresses);
        first += addresses[addresses.length - 2] as number;
      };
      kernel.run(goOn, arrays, signature.inputs, length);
    } else {
      const stream = new UniformStream(seed);
      const [{ array: x }, { array: other }] = arrays;
      for (let i = 0; i < length; i++) {
        const drawn = draw(stream.at(first + i), own.byName);
        const [a, b] = [x[i], other[i]];
        for (const [k, f] of scalars[method].entries()) arrays[signature.inputs + k].array[i] = f(source, drawn, a, b);
      }
    }
    return arrays.slice(signature.inputs).map(({ array }) => array);
  };

  const bind = (options: unknown = {}) => {
    const where = `${name}.with`;
    const given = readOptions(where, options, bindable, "options", set.names[0]);
    const settings = readSettings(where, given, bound);
    return extend(base.with(pick(given, set.names)), draw, settings);
  };

  const rebuild = (kernels: Kernels, elsewhere: typeof runtime) =>
    extend(buildActivation({ ...source, kernels }, parameters, elsewhere), draw, bound);
  const methods = Object.fromEntries((Object.keys(SIGNATURES) as Method[]).map((method): [string, Callable] => [method, methodOf(method)]));
  const { value, ...others } = methods as Record<Method, Callable>;
  const inner = { spec: base.spec, [INTERNALS]: new Internals(kernels, runtime, rebuild as never, source, parameters) };
  return publish(value, name, { ...others, with: bind }, inner) as Activation;
}

type Scalar = (source: Source, drawn: ParameterValues["byName"], a: number, b: number) => number;

const value: Scalar = (source, drawn, x) => source.value(x, drawn);
const derivative: Scalar = (source, drawn, x) => source.derivative(x, drawn);
const gradient: Scalar = (source, drawn, dy, x) => dy * source.derivative(x, drawn);

/** The results of each method, from its one or two arguments. */
const scalars: Readonly<Record<Drawing, readonly Scalar[]>> = {
  value: [value],
  derivative: [derivative],
  valueAndDerivative: [value, derivative],
  backward: [gradient],
  backwardFromOutput: [(source, drawn, dy, y) => dy * (source.derivativeFromOutput as Source["derivative"])(y, drawn)],
};

/** The outputs of a call that has two. */
function pairOf(where: string, out: unknown): readonly unknown[] {
  const { value, derivative } = out === undefined ? NONE : readOptions(where, out, PAIR, "out");
  return [value, derivative];
}

/** Options by these names, each read once. */
function pick(options: Options, names: readonly string[]): Options {
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}
