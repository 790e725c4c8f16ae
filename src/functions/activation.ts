import { type CheckedArray, checkOperands, type Signature } from "../call/arguments.js";
import { tagOf } from "../call/arrays.js";
import { describe, fail } from "../call/errors.js";
import { bare, type Options, readOptions, readOptionsOfNumber } from "../call/options.js";
import { NO_PARAMETERS, type ParameterSet, type ParameterValues } from "../call/parameters.js";
import type { BoundKernel, KernelExports, KernelFunction } from "../runtime/kernel.js";
import type { KernelCode, Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import type { Definition } from "./definition.js";
import { type ActivationInternals, INTERNALS, Internals, type Rebuild, type Source, sourceOf } from "./internals.js";
import { deepFreeze, publish } from "./publish.js";
import type {
  Activation,
  ActivationFromOutput,
  GradientsNamed,
  Learnable,
  NoParameters,
  OptionsNamed,
  Specification,
  Surrogated,
} from "./types.js";

type FromOutput = { readonly derivativeFromOutput: NonNullable<Definition["derivativeFromOutput"]> };
type WithGradients = { readonly parameterGradients: object };
type WithSurrogates = { readonly surrogates: object };

/**
 * The activation of a definition: a function with its derivatives as methods, on the default
 * runtime. `P` has its parameters, each with the text that editors show; `Learnt` names those with
 * a gradient; `S` has the option of a surrogate.
 */
export function createActivation<P extends OptionsNamed<keyof P & string>, Learnt extends keyof P & string = keyof P & string>(
  definition: Definition<keyof P & string, Learnt> & FromOutput & WithGradients,
): ActivationFromOutput<P> & Learnable<P, GradientsNamed<Pick<P, Learnt>>>;
export function createActivation<P extends OptionsNamed<keyof P & string>, Learnt extends keyof P & string = keyof P & string>(
  definition: Definition<keyof P & string, Learnt> & WithGradients,
): Learnable<P, GradientsNamed<Pick<P, Learnt>>>;
export function createActivation<P extends OptionsNamed<keyof P & string>, S extends object>(
  definition: Definition<keyof P & string> & FromOutput & WithSurrogates,
): ActivationFromOutput<P> & Surrogated<P, S>;
export function createActivation<P extends OptionsNamed<keyof P & string> = NoParameters>(
  definition: Definition<keyof P & string> & FromOutput,
): ActivationFromOutput<P>;
export function createActivation<P extends OptionsNamed<keyof P & string> = NoParameters>(
  definition: Definition<keyof P & string>,
): Activation<P>;
export function createActivation(definition: Definition): Activation {
  return buildActivation(sourceOf(definition));
}

type Scalar = (x: number, parameters: ParameterValues["byName"]) => number;
type ScalarGradient = (dy: number, x: number, parameters: ParameterValues["byName"]) => number;

/** One array to one other. */
export const ONE_TO_ONE: Signature = { names: ["x", "out"], inputs: 1 };

const ONE_TO_TWO: Signature = { names: ["x", "out.value", "out.derivative"], inputs: 1 };
const FROM_INPUT: Signature = { names: ["dy", "x", "out"], inputs: 2 };
const FROM_OUTPUT: Signature = { names: ["dy", "y", "out"], inputs: 2 };

/** A method of an activation, which its kernels export. */
type Method = Exclude<keyof KernelExports, "combination">;

/** The arrays of each method. */
export const SIGNATURES: Readonly<Record<Method, Signature>> = {
  value: ONE_TO_ONE,
  derivative: ONE_TO_ONE,
  secondDerivative: ONE_TO_ONE,
  valueAndDerivative: ONE_TO_TWO,
  backward: FROM_INPUT,
  backwardFromOutput: FROM_OUTPUT,
};

/** The results of a method that has two. */
export const PAIR = ["value", "derivative"];

/**
 * Makes the activation of a definition, by default as it is exported.
 */
export function buildActivation(
  definition: Source,
  bound: ParameterValues = definition.parameters?.defaults ?? NO_PARAMETERS,
  runtime: () => Runtime = defaultRuntime,
): Activation {
  const source = bare(definition);
  if (source.kernels) source.parameters?.checkRoom(source.name);
  const { name, parameters: set } = source;
  const names = set?.names ?? [];
  const withOutput = [...names, "out"];
  const read = (where: string, options: unknown): Options => readOptions(where, options, withOutput, "options", names[0]);
  const parametersOf = (where: string, options: Options): ParameterValues => set?.read(where, options, bound) ?? bound;

  const parametersOfNumber = (where: string, options: unknown): ParameterValues => {
    const given = readOptionsOfNumber(where, options, withOutput, names[0]);
    return given ? parametersOf(where, given) : bound;
  };

  const whereOf = (method: string): string => (method === "value" ? name : `${name}.${method}`);

  const compute = (method: keyof KernelExports, signature: Signature, scalars: Scalars) =>
    overArrays(whereOf(method), method, signature, source, runtime, scalars);

  const unary = (method: "value" | "derivative" | "secondDerivative") => {
    const where = whereOf(method);
    const f = source[method] as Scalar;
    const run = compute(method, ONE_TO_ONE, ([{ array: x }, { array: y }], n, p) => {
      for (let i = 0; i < n; i++) y[i] = f(x[i], p);
    });
    return (x: unknown, options?: unknown) => {
      if (typeof x === "number") return f(x, parametersOfNumber(where, options).byName);
      if (options === undefined) return run([x, undefined], bound)[1].array;
      const given = read(where, options);
      const parameters = parametersOf(where, given);
      return run([x, given.out], parameters)[1].array;
    };
  };

  const valueAndDerivative = () => {
    const where = whereOf("valueAndDerivative");
    const run = compute("valueAndDerivative", ONE_TO_TWO, ([{ array: from }, { array: y }, { array: d }], n, p) => {
      for (let i = 0; i < n; i++) {
        const x = from[i];
        y[i] = source.value(x, p);
        d[i] = source.derivative(x, p);
      }
    });
    return (x: unknown, options?: unknown) => {
      if (typeof x === "number") {
        const p = parametersOfNumber(where, options).byName;
        return { value: source.value(x, p), derivative: source.derivative(x, p) };
      }
      const given = options === undefined ? undefined : read(where, options);
      const parameters = given ? parametersOf(where, given) : bound;
      const out = given?.out;
      const pair = out === undefined ? undefined : readOptions(where, out, PAIR, "out");
      const [, value, derivative] = run([x, pair?.value, pair?.derivative], parameters);
      return { value: value.array, derivative: derivative.array };
    };
  };

  const gradient = (method: "backward" | "backwardFromOutput", signature: Signature, g: ScalarGradient) => {
    const where = whereOf(method);
    const [, other] = signature.names;
    const run = compute(method, signature, ([{ array: dy }, { array: x }, { array: dx }], n, p) => {
      for (let i = 0; i < n; i++) dx[i] = g(dy[i], x[i], p);
    });
    return (dy: unknown, x: unknown, options?: unknown) => {
      const numbers = typeof dy === "number" && typeof x === "number";
      if (!numbers && (typeof dy === "number" || typeof x === "number"))
        fail("HILLOCK_TYPE", where, `dy is ${describe(dy)} and ${other} is ${describe(x)}, expected two numbers or two arrays`);
      const given = options === undefined || numbers ? undefined : read(where, options);
      const parameters = numbers ? parametersOfNumber(where, options) : given ? parametersOf(where, given) : bound;
      if (signature === FROM_OUTPUT) set?.checkFromOutput(where, parameters);
      return numbers ? g(dy, x, parameters.byName) : run([dy, x, given?.out], parameters)[2].array;
    };
  };

  const bindOptions = (options: unknown = {}) => {
    const where = `${name}.with`;
    const parameters = parametersOf(where, readOptions(where, options, names, "options", names[0]));
    return buildActivation(source, parameters, runtime);
  };

  const { derivativeFromOutput, surrogates } = source;
  const backward = gradient("backward", FROM_INPUT, source.backward ?? timesSlope(source.derivative));
  const rebuild: Rebuild = (kernels, elsewhere) => buildActivation({ ...source, kernels }, bound, elsewhere) as never;
  const internals = new Internals(source.kernels ?? {}, runtime, rebuild, source, bound) as ActivationInternals;
  const learn = source.parameterGradients;
  const parameterGradients = (dy: unknown, x: unknown, options?: unknown) =>
    learn?.(whereOf("parameterGradients"), set as ParameterSet, source.kernels, { dy, x }, options, bound, runtime());
  const own = {
    derivative: unary("derivative"),
    secondDerivative: source.secondDerivative && unary("secondDerivative"),
    valueAndDerivative: valueAndDerivative(),
    backward: surrogates?.(source, bound, runtime, backward, buildActivation) ?? backward,
    backwardFromOutput: derivativeFromOutput && gradient("backwardFromOutput", FROM_OUTPUT, timesSlope(derivativeFromOutput)),
    parameterGradients: learn && parameterGradients,
    with: bindOptions,
  };
  return publish(unary("value"), name, own, { spec: specification(source, bound), [INTERNALS]: internals }) as Activation;
}

const timesSlope =
  (slope: Scalar): ScalarGradient =>
  (dy, x, parameters) =>
    dy * slope(x, parameters);

function specification({ name, parameters, formula, places, range, limits, bounds }: Source, { byName }: ParameterValues): Specification {
  const inForce = Object.fromEntries((parameters?.names ?? []).map((key) => [key, { ...parameters?.rules[key], default: byName[key] }]));
  const inPlace = typeof places === "function" ? places(byName) : places;
  return deepFreeze({ name, parameters: inForce, formula, ...inPlace, range, limits, ...(bounds && { bounds }) } as Specification);
}

/** The loop of a method over arrays where no kernel computes it. */
export type Scalars = (arrays: readonly CheckedArray[], n: number, parameters: ParameterValues["byName"]) => void;

/** A kernel and its function for one method, looked up in those exports. */
interface KernelMethod {
  readonly kernel: BoundKernel;
  exports?: KernelExports;
  call?: KernelFunction;
}

/** The parts of a function that its methods over arrays need. */
export interface ArrayParts {
  readonly kernels?: Kernels | undefined;
  readonly parameters?: Pick<ParameterSet, "write"> | undefined;
}

/**
 * Makes a method over arrays: it checks them, then runs the kernel, or where there is none the
 * scalar functions. Returns them, outputs included. The function of the kernel is looked up once,
 * and again when the kernel was moved to another memory: to look it up by name in every call is
 * slow where several functions are in use.
 */
export function overArrays(
  where: string,
  method: keyof KernelExports,
  signature: Signature,
  { kernels, parameters: set }: ArrayParts,
  runtime: () => Runtime,
  scalars: Scalars,
): (given: unknown[], parameters: ParameterValues) => readonly CheckedArray[] {
  let float32: KernelMethod | undefined;
  let beyondFast: KernelMethod | undefined;
  let float64: KernelMethod | undefined;
  const find = (code: KernelCode | undefined): KernelMethod | undefined => {
    const kernel = code && runtime().kernel(code);
    return kernel && { kernel };
  };
  return (given, parameters) => {
    const type = tagOf(given[0]);
    let f: KernelMethod | undefined;
    if (type === "Float64Array") f = float64 ??= find(kernels?.float64);
    else if (type === "Float32Array" && parameters.beyondFast && kernels?.float32BeyondFast)
      f = beyondFast ??= find(kernels.float32BeyondFast);
    else if (type === "Float32Array") f = float32 ??= find(kernels?.float32);
    const { arrays, length } = checkOperands(where, signature, given, f ? f.kernel.memory : runtime().memoryInUse);
    if (f) {
      const { exports } = f.kernel;
      if (f.exports !== exports) {
        f.exports = exports;
        f.call = exports[method];
      }
      set?.write(f.kernel, parameters);
      f.kernel.run(f.call as KernelFunction, arrays, signature.inputs, length);
    } else scalars(arrays, length, parameters.byName);
    return arrays;
  };
}
