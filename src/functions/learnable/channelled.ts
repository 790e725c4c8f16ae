import { type ElementType, type FloatArray, newArray } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { NONE, readOptions } from "../../call/options.js";
import type { ParameterSet } from "../../call/parameters.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { type Kernels, kernelFor } from "../../runtime/kernelCode.js";
import { buildActivation, createActivation } from "../activation.js";
import type { Definition } from "../definition.js";
import { activationInternalsOf, type ExtraInputs, INTERNALS, Internals } from "../internals.js";
import { type Callable, publish } from "../publish.js";
import type { Activation } from "../types.js";
import { type Arranged, arrange, type Names, readSlopes, refuseChannels, type Slopes, wantedSlopes } from "./channels.js";
import { type Channels, eachRun, patternOfAxis } from "./pattern.js";
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

const LAYOUT = ["shape", "channelAxis", "slopeShape"];
const PAIR = ["value", "derivative"];
const GRADIENTS: Names = { inputs: ["dy", "x"], outputs: [] };

/**
 * The functions that compute with an array of parameters: kernels, and the gradient at one element.
 */
export interface ChannelForm {
  readonly kernels: Pick<Kernels, "float32" | "float64">;
  readonly gradient: (dy: number, x: number) => number;
}

/** The activation `A`, whose one parameter may be an array in its options. */
export function createChannelled<A>({ channels, ...definition }: Definition & { readonly channels: ChannelForm }): A {
  const [parameter] = (definition.parameters as ParameterSet).names as readonly [string];
  const unbound = { parameter, array: undefined, shape: undefined, channelAxis: undefined, slopeShape: undefined };
  return extend(createActivation(definition as unknown as Definition<never>), channels, unbound) as A;
}

/** `base` has the parameter that is one number, `bound` what else is bound. */
function extend(base: Activation, form: ChannelForm, bound: Slopes): Activation {
  const { parameter } = bound;
  const bindable = [parameter, ...LAYOUT];
  const known = [...bindable, "out"];
  const { source, parameters, runtime } = activationInternalsOf(base.name, "activation", base);
  const { name } = source;
  const isOne = bound.array === undefined && bound.shape === undefined;

  const kernelOn = (type: ElementType): BoundKernel<ChannelExports> | undefined =>
    runtime().kernel<ChannelExports>(kernelFor(form.kernels, type));

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
      if (slopes.array === undefined && slopes.shape === undefined) return ofOne(...inputs, index ? values[count] : rest);
      if (numbers) refuseChannels(where, slopes);
      const outs = outputsOf(where, names, out);
      const arranged = arrange(where, names, inputs, outs, slopes, runtime().memoryInUse);
      if (!arranged.channels) return ofOne(...inputs, rest);
      if (method === "backwardFromOutput") refuseNegative(where, parameter, arranged.channels);
      const results = arranged.arrays.slice(count).map(({ array }) => array);
      if (method === "secondDerivative") base.secondDerivative(inputs[0] as FloatArray, { out: results[0] } as never);
      else compute(method, arranged);
      return names.outputs.length === 1 ? results[0] : { value: results[0], derivative: results[1] };
    };
  };

  const compute = (method: Exclude<Method, "secondDerivative">, { type, length, arrays, channels }: Arranged) => {
    if (!channels) return;
    const kernel = kernelOn(type);
    const inputs = METHODS[method].inputs.length;
    const kernelMethod = method === "backwardFromOutput" ? "backward" : method;
    if (kernel) runTable(kernel, kernelMethod, arrays, inputs, length, channels);
    else
      eachRun(channels, 0, length, (slope, from, n) => {
        const parameters = { [parameter]: channels.slopes[slope] as number };
        const [first, second, third] = arrays.map(({ array }) => array) as [FloatArray, FloatArray, FloatArray];
        for (let i = from; i < from + n; i++) {
          const x = first[i];
          if (inputs === 2) third[i] = x * source.derivative(second[i], parameters);
          else {
            second[i] = method === "derivative" ? source.derivative(x, parameters) : source.value(x, parameters);
            if (third) third[i] = source.derivative(x, parameters);
          }
        }
      });
  };

  const parameterGradients = (dy: unknown, x: unknown, options?: unknown) => {
    const where = `${name}.parameterGradients`;
    const { slopes } = readSlopes(where, options, bindable, bound);
    if (typeof dy === "number" || typeof x === "number") {
      if (typeof dy !== typeof x)
        fail("HILLOCK_TYPE", where, `dy is ${describe(dy)} and x is ${describe(x)}, expected two numbers or two arrays`);
      refuseChannels(where, slopes);
      return { [parameter]: 0 + form.gradient(dy as number, x as number) };
    }
    const { type, length, arrays, channels } = arrange(where, GRADIENTS, [dy, x], [], slopes, runtime().memoryInUse);
    const layout = channels ?? { ...patternOfAxis(1, length), slopes: newArray(type, 1) };
    const gradients = channels ? newArray(type, layout.count) : new Float64Array(1);
    if (length > 0) slopeGradients(kernelOn(type), arrays, length, layout, gradients, form.gradient);
    return { [parameter]: channels ? gradients : gradients[0] };
  };

  const bind = (options: unknown = {}) => {
    const where = `${name}.with`;
    const { slopes, rest } = readSlopes(where, options, bindable, bound);
    return extend(base.with({ [parameter]: (rest ?? NONE)[parameter] } as never), form, slopes);
  };

  const extraInputs: ExtraInputs = (where, type, like, length) => wantedSlopes(where, type, like, length, bound);
  const rebuild = (kernels: Kernels, elsewhere: typeof runtime) =>
    extend(buildActivation({ ...source, kernels }, parameters, elsewhere), form, bound);
  const kernels = { ...(source.kernels as Kernels), channels32: form.kernels.float32, channels64: form.kernels.float64 };
  const methods = Object.fromEntries((Object.keys(METHODS) as Method[]).map((method): [string, Callable] => [method, methodOf(method)]));
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
function refuseNegative(where: string, parameter: string, { slopes, count }: Channels): void {
  for (let i = 0; i < count; i++)
    if (!(slopes[i] >= 0))
      fail(
        "HILLOCK_PARAMETER",
        where,
        `${parameter}[${i}] is ${slopes[i]}, expected at least 0: below, the output does not tell the derivative; use backward`,
      );
}
