import { checkOperands } from "../../call/arguments.js";
import { tagOf } from "../../call/arrays.js";
import { isIndex, NONE, type Options, readOptions } from "../../call/options.js";
import type { ParameterSet, Parameters, ParameterValues } from "../../call/parameters.js";
import { type BoundKernel, type KernelFunction, kernelNear, setParameters } from "../../runtime/kernel.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import { UniformStream } from "../../scalar/philox.js";
import { buildActivation, createActivation, PAIR, SIGNATURES } from "../activation.js";
import type { Definition } from "../definition.js";
import { activationInternalsOf, INTERNALS, Internals, type Source } from "../internals.js";
import { type Callable, publish } from "../publish.js";
import type { Activation } from "../types.js";
import { checkOffset, checkSeed, EVALUATION, readSettings, SETTINGS, type Settings } from "./settings.js";
import { runStream } from "./stream.js";

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
  const ofBase = [...set.names, "out"];

  const methodOf = (method: Method) => {
    const where = method === "value" ? name : `${name}.${method}`;
    const { inputs: count } = SIGNATURES[method];
    const ofMean = (method === "value" ? base : base[method as "backward"]) as (...values: unknown[]) => unknown;
    const evaluate = (values: readonly unknown[], options: unknown) =>
      count === 1 ? ofMean(values[0], options) : ofMean(values[0], values[1], options);
    return (...values: unknown[]) => {
      const first = values[0];
      const last = values[count - 1];
      const isNumber = typeof first === "number" || typeof last === "number";
      const options = isNumber && isIndex(values[count]) ? undefined : values[count];
      if (options === undefined && !bound.training) return evaluate(values, undefined);
      const given = options === undefined ? NONE : readOptions(where, options, known, "options", set.names[0]);
      const settings = readSettings(where, given, bound);
      const rest = pick(given, ofBase);
      const isRefused = isNumber && (typeof first !== typeof last || rest.out !== undefined);
      if (!settings.training || method === "secondDerivative" || isRefused) return evaluate(values, rest);
      const own = set.read(where, rest, parameters);
      if (method === "backwardFromOutput") set.checkFromOutput(where, own);
      const seed = checkSeed(where, settings.seed, "training draws its random numbers from it");
      if (isNumber) return drawForNumbers(method, seed, settings.offset, first as number, last as number, own);
      return drawForArrays(method, where, seed, settings.offset, count === 1 ? [first] : [first, last], rest.out, own);
    };
  };

  const drawForNumbers = (method: Drawing, seed: number, offset: number, a: number, b: number, own: ParameterValues) => {
    const drawn = draw(new UniformStream(seed).at(offset), own.byName);
    const [f, g] = scalars[method];
    return g ? { value: f(source, drawn, a, b), derivative: g(source, drawn, a, b) } : f(source, drawn, a, b);
  };

  const drawForArrays = (
    method: Drawing,
    where: string,
    seed: number,
    offset: number,
    inputs: readonly unknown[],
    out: unknown,
    own: ParameterValues,
  ) => {
    const signature = SIGNATURES[method];
    const hasPair = method === "valueAndDerivative";
    const given = hasPair ? [...inputs, ...pairOf(where, out)] : [...inputs, out];
    const found = kernelFor(inputs[0]);
    const { arrays, length } = checkOperands(where, signature, given, found ? found.memory : runtime().memoryInUse);
    checkOffset(where, offset, length);
    const kernel = found && kernelNear(found, arrays);
    if (kernel) {
      setParameters(kernel, own.forKernel);
      const call = kernel.exports[method === "backwardFromOutput" ? "backward" : method];
      runStream(kernel, call, seed, offset, arrays, signature.inputs, length);
    } else {
      const stream = new UniformStream(seed);
      const [{ array: x }, { array: other }] = arrays;
      for (let i = 0; i < length; i++) {
        const drawn = draw(stream.at(offset + i), own.byName);
        const [a, b] = [x[i], other[i]];
        for (const [k, f] of scalars[method].entries()) arrays[signature.inputs + k].array[i] = f(source, drawn, a, b);
      }
    }
    const last = arrays[arrays.length - 1].array;
    return hasPair ? { value: arrays[1].array, derivative: last } : last;
  };

  /** The kernel of training for an array; undefined in JavaScript, and for what is no array. */
  const kernelFor = (array: unknown): BoundKernel<RandomExports> | undefined => {
    const type = tagOf(array);
    const code = type === "Float32Array" ? kernels.random32 : type === "Float64Array" ? kernels.random64 : undefined;
    return code && runtime().kernel<RandomExports>(code);
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
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = options[name];
  return picked;
}
