import { type ElementType, type FloatArray, newArray } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { NONE, type Options, readOptions } from "../../call/options.js";
import type { ParameterSet, ParameterValues } from "../../call/parameters.js";
import { type BoundKernel, kernelNear, setParameters } from "../../runtime/kernel.js";
import { type Kernels, kernelFor } from "../../runtime/kernelCode.js";
import { buildActivation, createActivation } from "../activation.js";
import type { Definition } from "../definition.js";
import { activationInternalsOf, type ExtraInputs, INTERNALS, Internals } from "../internals.js";
import { type Callable, publish } from "../publish.js";
import type { Activation } from "../types.js";
import {
  type Arranged,
  arrange,
  checkEntries,
  type Names,
  noSlopes,
  readSlopes,
  refuseChannels,
  type Slopes,
  wantedSlopes,
} from "./channels.js";
import type { ParameterGradient } from "./gradients.js";
import { eachRun, type Pattern, patternOfAxis } from "./pattern.js";
import { type SumExports, slopeSums } from "./slopeSums.js";
import { Sums, type Term } from "./sum.js";
import { runTable, type TableExports } from "./table.js";

const METHODS = {
  value: { inputs: ["x"], outputs: ["out"] },
  derivative: { inputs: ["x"], outputs: ["out"] },
  secondDerivative: { inputs: ["x"], outputs: ["out"] },
  valueAndDerivative: { inputs: ["x"], outputs: ["out.value", "out.derivative"] },
  backward: { inputs: ["dy", "x"], outputs: ["out"] },
  backwardFromOutput: { inputs: ["dy", "y"], outputs: ["out"] },
} as const satisfies Record<string, Names>;

type Method = keyof typeof METHODS;

const LAYOUT = ["shape", "channelAxis", "slopeShape"];
const PAIR = ["value", "derivative"];
const GRADIENTS: Names = { inputs: ["dy", "x"], outputs: [] };

/** The gradient of a parameter at one element. */
export interface ChannelGradient {
  /** dy times the derivative with respect to the parameter, but for the factor. */
  readonly at: ParameterGradient;
  /** The parameter by which that is to be multiplied. Default: none. */
  readonly times?: string;
}

/**
 * The functions that compute with arrays of parameters: kernels, and the gradients at one element.
 */
export interface ChannelForm {
  readonly kernels: Pick<Kernels, "float32" | "float64">;
  /** Whether the second derivative depends on the channel. Default: it is the same for all. */
  readonly isCurved?: boolean;
  /** The gradients of all parameters, in the order of the definition. */
  readonly gradients: Readonly<Record<string, ChannelGradient>>;
}

/**
 * The activation `A`, whose parameters with the rule `perChannel` may be arrays in its options: one
 * or two of them.
 */
export function createChannelled<A>({ channels, ...definition }: Definition & { readonly channels: ChannelForm }): A {
  const { names, rules } = definition.parameters as ParameterSet;
  const unbound = noSlopes(names.filter((name) => rules[name]?.perChannel));
  return extend(createActivation(definition as unknown as Definition<never>), channels, unbound) as A;
}

/** `base` has the parameters that are one number, `bound` what else is bound. */
function extend(base: Activation, form: ChannelForm, bound: Slopes): Activation {
  const { source, parameters, runtime } = activationInternalsOf(base.name, "activation", base);
  const { name } = source;
  const set = source.parameters as ParameterSet;
  const count = set.names.length;
  const bindable = [...set.names, ...LAYOUT];
  const known = [...bindable, "out"];
  const isOne = bound.first < 0 && bound.shape === undefined;
  const isAllArrays = bound.names.length === count;

  const kernelOn = (type: ElementType): BoundKernel<TableExports & SumExports> | undefined =>
    runtime().kernel<TableExports & SumExports>(kernelFor(form.kernels, type));

  /** The numbers in force, as the last call had them if they are the same. */
  let last: ParameterValues = parameters;
  const numbersOf = (where: string, rest: Options | undefined): ParameterValues => {
    if (rest === undefined) return parameters;
    for (let i = 0; i < count; i++) {
      const key = set.names[i] as string;
      const value = rest[key];
      if ((value === undefined ? parameters.byName[key] : value) !== last.byName[key]) {
        last = set.read(where, rest, parameters);
        break;
      }
    }
    return last;
  };

  const methodOf = (method: Method) => {
    const where = method === "value" ? name : `${name}.${method}`;
    const names: Names = METHODS[method];
    const given = names.inputs.length;
    const isPair = names.outputs.length > 1;
    const ofOne = (method === "value" ? base : base[method as "backward"]) as (...values: unknown[]) => unknown;
    const callOne = (values: unknown[], others: unknown) => (given === 1 ? ofOne(values[0], others) : ofOne(values[0], values[1], others));
    return (...values: unknown[]) => {
      if (isOne && values.length === given) return ofOne(...values);
      const isNumber = typeof values[0] === "number" || (given > 1 && typeof values[1] === "number");
      const options = values[given];
      const isIndex = isNumber && typeof options === "number";
      const slopes = readSlopes(where, isIndex ? undefined : options, known, count, bound);
      const { first, shape, out, rest } = slopes;
      if (first < 0 && shape === undefined) return callOne(values, isIndex ? options : rest);
      if (isNumber) refuseChannels(where, slopes);
      const arranged = arrange(where, names, values, isPair ? pairOf(where, out) : [out], slopes, runtime().memoryInUse);
      if (!arranged.pattern) return callOne(values, rest);
      checkEntries(where, slopes, set.rules);
      if (method === "backwardFromOutput") refuseNegative(where, slopes);
      const { arrays } = arranged;
      const result = (arrays[given] as (typeof arrays)[number]).array;
      if (method === "secondDerivative" && !form.isCurved) return base.secondDerivative(values[0] as FloatArray, { out: result } as never);
      compute(method, arranged, arranged.pattern, slopes, isAllArrays ? parameters : numbersOf(where, rest));
      return isPair ? { value: result, derivative: (arrays[2] as (typeof arrays)[number]).array } : result;
    };
  };

  const compute = (method: Method, { type, length, arrays }: Arranged, pattern: Pattern, slopes: Slopes, numbers: ParameterValues) => {
    const found = kernelOn(type);
    const kernel = found && kernelNear(found, arrays);
    const inputs = METHODS[method].inputs.length;
    if (kernel) {
      if (!isAllArrays) setParameters(kernel, numbers.forKernel);
      const call = kernel.exports[method === "backwardFromOutput" ? "backward" : method];
      runTable({ kernel, call, arrays, inputs, length, pattern, slopes, numbers: numbers.byName });
      return;
    }
    const [first, second, third] = arrays.map(({ array }) => array) as [FloatArray, FloatArray, FloatArray];
    const f = method === "derivative" || method === "secondDerivative" ? (source[method] as typeof source.value) : source.value;
    const values: Record<string, number> = { ...numbers.byName };
    eachRun(pattern, 0, length, (slope, from, n) => {
      slopes.names.forEach((key, k) => {
        const array = slopes.arrays[k];
        if (array) values[key] = array[slope];
      });
      for (let i = from; i < from + n; i++) {
        const x = first[i];
        if (inputs === 2) third[i] = x * source.derivative(second[i], values);
        else {
          second[i] = f(x, values);
          if (third) third[i] = source.derivative(x, values);
        }
      }
    });
  };

  const parameterGradients = (dy: unknown, x: unknown, options?: unknown) => {
    const where = `${name}.parameterGradients`;
    const slopes = readSlopes(where, options, bindable, count, bound);
    const isNumber = typeof dy === "number" || typeof x === "number";
    if (isNumber) {
      if (typeof dy !== typeof x)
        fail("HILLOCK_TYPE", where, `dy is ${describe(dy)} and x is ${describe(x)}, expected two numbers or two arrays`);
      refuseChannels(where, slopes);
    }
    const arranged = isNumber ? undefined : arrange(where, GRADIENTS, [dy, x], [], slopes, runtime().memoryInUse);
    checkEntries(where, slopes, set.rules);
    const { byName, forKernel } = numbersOf(where, slopes.rest);
    const found = arranged && kernelOn(arranged.type);
    const kernel = found && kernelNear(found, arranged.arrays);
    if (kernel && !isAllArrays) setParameters(kernel, forKernel);
    const entries = Object.entries(form.gradients);
    const factorOf = ({ times }: ChannelGradient) => (times === undefined ? 1 : (byName[times] as number));
    if (!arranged)
      return Object.fromEntries(entries.map(([key, one]) => [key, 0 + one.at(dy as number, x as number, byName) * factorOf(one)]));
    const { type, length, arrays, pattern = patternOfAxis(1, length) } = arranged;
    const [first, second] = arrays.map(({ array }) => array) as [FloatArray, FloatArray];
    const terms = entries.map(
      ([, { at }]): Term =>
        (i) =>
          at(first[i], second[i], byName),
    );
    const sums = slopeSums(kernel, arrays, length, pattern, terms);
    const gradients = entries.map(([key, one], place) => {
      const own = slopes.arrays[slopes.names.indexOf(key)];
      const factors = one.times === undefined ? undefined : slopes.arrays[slopes.names.indexOf(one.times)];
      const totals = own ? newArray(type, pattern.count) : new Sums(1);
      for (let i = 0; i < pattern.count; i++) {
        const total = sums.total(i * entries.length + place);
        if (totals instanceof Sums) totals.add(0, total * (factors ? factors[i] : factorOf(one)));
        else totals[i] = total;
      }
      return [key, totals instanceof Sums ? totals.total(0) : totals];
    });
    return Object.fromEntries(gradients);
  };

  const bind = (options: unknown = {}) => {
    const where = `${name}.with`;
    const { rest, ...slopes } = readSlopes(where, options, bindable, count, bound);
    const numbers = Object.fromEntries(set.names.map((key) => [key, (rest ?? NONE)[key]]));
    return extend(base.with(numbers as never), form, { ...slopes, rest: undefined });
  };

  const extraInputs: ExtraInputs = (where, type, like, length) => {
    const wanted = wantedSlopes(where, type, like, length, bound);
    checkEntries(where, bound, set.rules);
    return wanted;
  };
  const rebuild = (kernels: Kernels, elsewhere: typeof runtime) =>
    extend(buildActivation({ ...source, kernels }, parameters, elsewhere), form, bound);
  const kernels = { ...(source.kernels as Kernels), channels32: form.kernels.float32, channels64: form.kernels.float64 };
  const offered = (Object.keys(METHODS) as Method[]).filter((method) => method === "value" || base[method as "derivative"]);
  const methods = Object.fromEntries(offered.map((method): [string, Callable] => [method, methodOf(method)]));
  const { value, ...others } = methods as Record<Method, Callable>;
  const internals = new Internals(kernels, runtime, rebuild as never, source, parameters, extraInputs);
  const inner = { spec: base.spec, [INTERNALS]: internals };
  return publish(value, name, { ...others, parameterGradients, with: bind }, inner) as Activation;
}

/** The outputs of a call for a pair of them. */
function pairOf(where: string, out: unknown): readonly unknown[] {
  const { value, derivative } = out === undefined ? NONE : readOptions(where, out, PAIR, "out");
  return [value, derivative];
}

/** Refuses slopes below 0, with which the output does not tell the derivative. */
function refuseNegative(where: string, { names, arrays }: Slopes): void {
  arrays.forEach((array, k) => {
    array?.forEach((slope, i) => {
      if (!(slope >= 0))
        fail(
          "HILLOCK_PARAMETER",
          where,
          `${names[k]}[${i}] is ${slope}, expected at least 0: below, the output does not tell the derivative; use backward`,
        );
    });
  });
}
