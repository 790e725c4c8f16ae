import type { CheckedArray } from "../../call/arguments.js";
import { type ElementType, type FloatArray, newArray } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { NONE, type Options, readOptions } from "../../call/options.js";
import type { ParameterSet, Parameters, ParameterValues } from "../../call/parameters.js";
import { type BoundKernel, setParameters } from "../../runtime/kernel.js";
import { type Kernels, kernelFor } from "../../runtime/kernelCode.js";
import { buildActivation, createActivation } from "../activation.js";
import type { Definition } from "../definition.js";
import { activationInternalsOf, type ExtraInputs, INTERNALS, Internals } from "../internals.js";
import { type Callable, publish } from "../publish.js";
import type { Activation } from "../types.js";
import {
  type Arranged,
  arrange,
  type ChannelParameter,
  hasArray,
  LAYOUT,
  type Names,
  readSlopes,
  refuseChannels,
  type Slopes,
  wantedSlopes,
} from "./channels.js";
import type { ParameterGradient } from "./gradients.js";
import { type Channels, eachRun, entryOf, patternOfAxis, type Table } from "./pattern.js";
import { Sums } from "./sum.js";
import { type ChannelExports, runTable, slopeGradients } from "./table.js";

const METHODS = {
  value: { inputs: ["x"], outputs: ["out"] },
  derivative: { inputs: ["x"], outputs: ["out"] },
  secondDerivative: { inputs: ["x"], outputs: ["out"] },
  valueAndDerivative: { inputs: ["x"], outputs: ["out.value", "out.derivative"] },
  backward: { inputs: ["dy", "x"], outputs: ["out"] },
  backwardFromOutput: { inputs: ["dy", "y"], outputs: ["out"] },
} as const satisfies Record<string, Names>;

type Method = keyof typeof METHODS;

const PAIR = ["value", "derivative"];
const GRADIENTS: Names = { inputs: ["dy", "x"], outputs: [] };

/**
 * The functions that compute with arrays of parameters: kernels, which take what `neutral` names by
 * channel, and the gradients at one element.
 */
export interface ChannelForm {
  readonly kernels: Pick<Kernels, "float32" | "float64">;
  /** The parameters that may be arrays, with the numbers that change nothing beside an array. */
  readonly neutral: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, ParameterGradient>>;
}

/** The activation `A`, some of whose parameters may be arrays in its options. */
export function createChannelled<A>({ channels, ...definition }: Definition & { readonly channels: ChannelForm }): A {
  const parameters = Object.entries(channels.neutral).map(([name, neutral]) => ({ name, neutral }));
  const unbound = { parameters, arrays: parameters.map(() => undefined), shape: undefined, channelAxis: undefined, slopeShape: undefined };
  return extend(createActivation(definition as unknown as Definition<never>), channels, unbound) as A;
}

/** `base` has the parameters that are one number, `bound` what else is bound. */
function extend(base: Activation, form: ChannelForm, bound: Slopes): Activation {
  const { source, parameters, runtime } = activationInternalsOf(base.name, "activation", base);
  const { name } = source;
  const set = source.parameters as ParameterSet;
  const bindable = [...set.names, ...LAYOUT];
  const known = [...bindable, "out"];
  const isOne = !hasArray(bound) && bound.shape === undefined;
  const offered = (Object.keys(METHODS) as Method[]).filter((method) => method === "value" || base[method as "derivative"]);

  const kernelOn = (type: ElementType): BoundKernel<ChannelExports> | undefined =>
    runtime().kernel<ChannelExports>(kernelFor(form.kernels, type));

  /** The numbers in force; those that a table has are the ones that change nothing. */
  const numbersOf = (where: string, rest: Options | undefined, { tables }: Channels): ParameterValues => {
    const values = rest ? set.read(where, rest, parameters) : parameters;
    const given = bound.parameters.filter((_, k) => tables[k]?.array);
    return set.read(where, Object.fromEntries(given.map(({ name, neutral }) => [name, neutral])), values);
  };

  const methodOf = (method: Method) => {
    const where = method === "value" ? name : `${name}.${method}`;
    const names: Names = METHODS[method];
    const count = names.inputs.length;
    const ofOne = (method === "value" ? base : base[method as "backward"]) as (...values: unknown[]) => unknown;
    return (...values: unknown[]) => {
      if (isOne && values.length === count) return ofOne(...values);
      const inputs = values.slice(0, count);
      const numbers = inputs.some((value) => typeof value === "number");
      const index = numbers && typeof values[count] === "number";
      const { slopes, out, rest } = readSlopes(where, index ? undefined : values[count], known, bound);
      if (!hasArray(slopes) && slopes.shape === undefined) return ofOne(...inputs, index ? values[count] : rest);
      if (numbers) refuseChannels(where, slopes);
      const outs = outputsOf(where, names, out);
      const arranged = arrange(where, names, inputs, outs, slopes, runtime().memoryInUse);
      if (!arranged.channels) return ofOne(...inputs, rest);
      if (method === "backwardFromOutput") refuseNegative(where, bound.parameters, arranged.channels);
      const results = arranged.arrays.slice(count).map(({ array }) => array);
      compute(method, arranged, numbersOf(where, rest, arranged.channels));
      return names.outputs.length === 1 ? results[0] : { value: results[0], derivative: results[1] };
    };
  };

  const compute = (method: Method, { type, length, arrays, channels }: Arranged, numbers: ParameterValues) => {
    if (!channels) return;
    const kernel = kernelOn(type);
    const inputs = METHODS[method].inputs.length;
    const kernelMethod = method === "backwardFromOutput" ? "backward" : method;
    if (kernel?.exports[kernelMethod]) {
      setParameters(kernel, numbers.forKernel);
      runTable(kernel, kernelMethod, arrays, inputs, length, channels);
      return;
    }
    const [first, second, third] = arrays.map(({ array }) => array) as [FloatArray, FloatArray, FloatArray];
    const f = method === "derivative" || method === "secondDerivative" ? (source[method] as typeof source.value) : source.value;
    eachSlope(numbers, channels, length, (values, from, n) => {
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

  /**
   * Calls `use` for the runs of elements that share their slopes, with all parameters by their
   * names.
   */
  const eachSlope = (
    { byName }: ParameterValues,
    channels: Channels,
    length: number,
    use: (values: Parameters<string>, from: number, n: number, slope: number) => void,
  ) => {
    const values: Record<string, number> = { ...byName };
    const { tables } = channels;
    eachRun(channels, 0, length, (slope, from, n) => {
      for (let k = 0; k < tables.length; k++) {
        const { array } = tables[k] as Table;
        if (array) values[(bound.parameters[k] as ChannelParameter).name] = array[slope] as number;
      }
      use(values, from, n, slope);
    });
  };

  const parameterGradients = (dy: unknown, x: unknown, options?: unknown) => {
    const where = `${name}.parameterGradients`;
    const { slopes, rest } = readSlopes(where, options, bindable, bound);
    const one = rest && { ...rest };
    if (one) delete (one as { out?: unknown }).out;
    const ofOne = base as unknown as { parameterGradients?: (...values: unknown[]) => object };
    if (typeof dy === "number" || typeof x === "number") {
      if (typeof dy !== typeof x)
        fail("HILLOCK_TYPE", where, `dy is ${describe(dy)} and x is ${describe(x)}, expected two numbers or two arrays`);
      refuseChannels(where, slopes);
      if (ofOne.parameterGradients) return ofOne.parameterGradients(dy, x, one);
    } else {
      const { type, length, arrays, channels } = arrange(where, GRADIENTS, [dy, x], [], slopes, runtime().memoryInUse);
      if (channels || !ofOne.parameterGradients) return gradientsOf(where, rest, type, length, arrays, channels);
      return ofOne.parameterGradients(dy, x, one);
    }
    const values = rest ? set.read(where, rest, parameters) : parameters;
    return mapOf(form.gradients, (gradient) => 0 + gradient(dy as number, x as number, values.byName));
  };

  /** The gradients of what is learnt: sums over the elements that share a slope, or over all. */
  const gradientsOf = (
    where: string,
    rest: Options | undefined,
    type: ElementType,
    length: number,
    arrays: readonly CheckedArray[],
    channels: Channels | undefined,
  ) => {
    const layout = channels ?? { ...patternOfAxis(1, length), tables: [] };
    const numbers = numbersOf(where, rest, layout);
    const kernel = kernelOn(type);
    const isKernels = kernel?.exports.gradient !== undefined;
    return mapOf(form.gradients, (gradient, parameter) => {
      const k = bound.parameters.findIndex(({ name }) => name === parameter);
      const isArray = layout.tables[k]?.array !== undefined;
      const gradients = isArray ? newArray(type, layout.count) : new Float64Array(1);
      const [dy, x] = arrays.map(({ array }) => array) as [FloatArray, FloatArray];
      if (isKernels && length > 0) slopeGradients(kernel, arrays, length, layout, gradients, (dy, x) => gradient(dy, x, numbers.byName));
      else {
        const sums = new Sums(gradients.length);
        eachSlope(numbers, layout, length, (values, from, n, slope) => {
          for (let i = from; i < from + n; i++) sums.add(isArray ? slope : 0, gradient(dy[i], x[i], values));
        });
        for (let i = 0; i < gradients.length; i++) gradients[i] = sums.total(i);
      }
      return isArray ? gradients : gradients[0];
    });
  };

  const bind = (options: unknown = {}) => {
    const where = `${name}.with`;
    const { slopes, rest } = readSlopes(where, options, bindable, bound);
    const numbers = Object.fromEntries(set.names.map((name) => [name, (rest ?? NONE)[name]]));
    return extend(base.with(numbers as never), form, slopes);
  };

  const extraInputs: ExtraInputs = (where, type, like, length) => wantedSlopes(where, type, like, length, bound);
  const rebuild = (kernels: Kernels, elsewhere: typeof runtime) =>
    extend(buildActivation({ ...source, kernels }, parameters, elsewhere), form, bound);
  const kernels = { ...(source.kernels as Kernels), channels32: form.kernels.float32, channels64: form.kernels.float64 };
  const methods = Object.fromEntries(offered.map((method): [string, Callable] => [method, methodOf(method)]));
  const { value, ...others } = methods as Record<Method, Callable>;
  const internals = new Internals(kernels, runtime, rebuild as never, source, parameters, extraInputs);
  const inner = { spec: base.spec, [INTERNALS]: internals };
  return publish(value, name, { ...others, parameterGradients, with: bind }, inner) as Activation;
}

/** The outputs of a call: one, or a pair of them. */
function outputsOf(where: string, { outputs }: Names, out: unknown): readonly unknown[] {
  if (outputs.length === 1) return [out];
  const { value, derivative } = out === undefined ? NONE : readOptions(where, out, PAIR, "out");
  return [value, derivative];
}

/** Below 0 the output does not tell the derivative. */
function refuseNegative(where: string, parameters: readonly ChannelParameter[], { tables, count }: Channels): void {
  tables.forEach((table, k) => {
    for (let i = 0; i < count; i++)
      if (!(entryOf(table, i) >= 0))
        fail(
          "HILLOCK_PARAMETER",
          where,
          `${parameters[k]?.name}[${i}] is ${entryOf(table, i)}, expected at least 0: below, the output does not tell the derivative; use backward`,
        );
  });
}

/** The object with `f` of each property. */
function mapOf<A, B>(object: Readonly<Record<string, A>>, f: (value: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, f(value, name)]));
}
