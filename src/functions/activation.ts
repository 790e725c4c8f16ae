import { type FloatArray, tagOf } from "../call/arrays.js";
import { describe, fail } from "../call/errors.js";
import { checkOperands, type Signature } from "../call/operands.js";
import { bare, type Options, readOptions } from "../call/options.js";
import type { ParameterValues } from "../call/parameters.js";
import type { KernelExports } from "../runtime/backend.js";
import { type KernelFunction, run } from "../runtime/elementwise.js";
import type { KernelCode } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import type { Definition, Specified } from "./definition.js";
import { type Callable, deepFreeze, publish } from "./publish.js";
import type { Activation, ActivationFromOutput, NoParameters, OptionsNamed, Specification } from "./types.js";

/** What an activation is made of: a definition of hillock's own, or a user's, which has no kernels and promises no bounds. */
export type Source = Specified &
  Omit<Definition, "specification" | "kernels" | "bounds" | "secondDerivative"> &
  Partial<Pick<Definition, "kernels" | "bounds" | "secondDerivative">>;

/** On an activation: what stands behind it. A symbol of the registry, so that other copies of hillock can be told from strangers. */
export const BEHIND = Symbol.for("hillock.activation");

/** What stands behind an activation. */
export class Behind {
  readonly source: Source;

  constructor(
    source: Source,
    readonly bound: ParameterValues,
    readonly runtime: () => Runtime,
  ) {
    this.source = bare(source);
  }
}

/** What stands behind `value`, which must be an activation of this copy of hillock. */
export function behind(where: string, name: string, value: unknown): Behind {
  const found = typeof value === "function" ? (value as { [BEHIND]?: unknown })[BEHIND] : undefined;
  if (found instanceof Behind) return found;
  return fail(
    TypeError,
    "HILLOCK_TYPE",
    where,
    found ? `${name} is an activation of another copy of hillock` : `${name} is ${describe(value)}, expected an activation such as gelu`,
  );
}

/**
 * The activation of a definition: a function with its derivatives as methods, on the default runtime. `P` has its parameters, each with
 * the text that editors show.
 */
export function createActivation<P extends OptionsNamed<keyof P & string> = NoParameters>(
  definition: Definition<keyof P & string> & { readonly derivativeFromOutput: NonNullable<Definition["derivativeFromOutput"]> },
): ActivationFromOutput<P>;
export function createActivation<P extends OptionsNamed<keyof P & string> = NoParameters>(
  definition: Definition<keyof P & string>,
): Activation<P>;
export function createActivation(definition: Definition): Activation {
  return build(behindDefaults(definition));
}

/** What stands behind the activation of a definition, as it is exported. */
export function behindDefaults({ specification, ...definition }: Definition): Behind {
  const source: Source = { ...specification, ...definition };
  if (source.kernels) source.parameters?.checkRoom(source.name);
  return new Behind(source, source.parameters?.defaults ?? NONE, defaultRuntime);
}

const NONE: ParameterValues = { byName: {}, forKernel: [] };

/** What an activation has besides: methods, and what is not listed. Made anew for each that `with` makes. */
export type Additions = (self: Behind) => { readonly methods: Readonly<Record<string, Callable>>; readonly inner: object };

const NOTHING = { methods: {}, inner: {} };

type Scalar = (x: number, parameters: ParameterValues["byName"]) => number;
type Scalars = (arrays: readonly FloatArray[], n: number, parameters: ParameterValues["byName"]) => void;

const ONE_TO_ONE: Signature = { names: ["x", "out"], inputs: 1 };
const ONE_TO_TWO: Signature = { names: ["x", "out.value", "out.derivative"], inputs: 1 };
const FROM_INPUT: Signature = { names: ["dy", "x", "out"], inputs: 2 };
const FROM_OUTPUT: Signature = { names: ["dy", "y", "out"], inputs: 2 };
const PAIR = ["value", "derivative"];

export function build(self: Behind, additions?: Additions): Activation {
  const { source, bound } = self;
  const { name, parameters: set } = source;
  const names = set?.names ?? [];
  const withOutput = [...names, "out"];
  const read = (where: string, options: unknown): Options => readOptions(where, options, withOutput, "options", names[0]);
  const parametersOf = (where: string, options: Options): ParameterValues => set?.read(where, options, bound) ?? bound;

  /** The parameters for numbers, whose options have no `out`, and may be the index that `Array.prototype.map` passes. */
  const parametersOfNumber = (where: string, options: unknown): ParameterValues => {
    if (options === undefined || isIndex(options)) return bound;
    const given = read(where, options);
    if (given.out !== undefined) fail(TypeError, "HILLOCK_OPTION", where, "out is given for a number, expected it only with arrays");
    return parametersOf(where, given);
  };

  const whereOf = (method: string): string => (method === "value" ? name : `${name}.${method}`);

  /**
   * A method over arrays: checks them, then runs the kernel, or where there is none the scalar functions. Returns them, outputs included.
   * The function of the kernel is looked up once: by name it would cost 30 ns a call where several activations are in use.
   */
  const overArrays = (method: keyof KernelExports, signature: Signature, scalars: Scalars) => {
    const where = whereOf(method);
    let float32: KernelFunction | undefined;
    let beyondFast: KernelFunction | undefined;
    let float64: KernelFunction | undefined;
    const find = (code: KernelCode | undefined): KernelFunction | undefined => {
      const kernel = code && self.runtime().kernel(code);
      return kernel && { kernel, call: kernel.exports[method] };
    };
    return (given: unknown[], parameters: ParameterValues): readonly FloatArray[] => {
      const type = tagOf(given[0]);
      let f: KernelFunction | undefined;
      if (type === "Float64Array") f = float64 ??= find(source.kernels?.float64);
      else if (type === "Float32Array" && parameters.beyondFast && source.kernels?.float32BeyondFast)
        f = beyondFast ??= find(source.kernels.float32BeyondFast);
      else if (type === "Float32Array") f = float32 ??= find(source.kernels?.float32);
      const runtime = self.runtime();
      const operands = checkOperands(where, signature, given, runtime.memoryInUse);
      if (f) {
        set?.write(f.kernel, runtime.memory(), parameters);
        run(f, runtime.memory(), operands);
      } else scalars(operands.arrays, operands.length, parameters.byName);
      return operands.arrays;
    };
  };

  const unary = (method: "value" | "derivative" | "secondDerivative") => {
    const where = whereOf(method);
    const f = source[method] as Scalar;
    const compute = overArrays(method, ONE_TO_ONE, ([x, y], n, p) => {
      for (let i = 0; i < n; i++) y[i] = f(x[i], p);
    });
    return (x: unknown, options?: unknown) => {
      if (typeof x === "number") return f(x, parametersOfNumber(where, options).byName);
      if (options === undefined) return compute([x, undefined], bound)[1];
      const given = read(where, options);
      const parameters = parametersOf(where, given);
      return compute([x, given.out], parameters)[1];
    };
  };

  const valueAndDerivative = () => {
    const where = whereOf("valueAndDerivative");
    const compute = overArrays("valueAndDerivative", ONE_TO_TWO, ([from, y, d], n, p) => {
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
      if (options === undefined) return pairOf(compute([x, undefined, undefined], bound));
      const given = read(where, options);
      const parameters = parametersOf(where, given);
      const { out } = given;
      if (out === undefined) return pairOf(compute([x, undefined, undefined], parameters));
      const pair = readOptions(where, out, PAIR, "out");
      return pairOf(compute([x, pair.value, pair.derivative], parameters));
    };
  };

  const gradient = (method: "backward" | "backwardFromOutput", signature: Signature, g: Scalar) => {
    const where = whereOf(method);
    const compute = overArrays(method, signature, ([dy, x, dx], n, p) => {
      for (let i = 0; i < n; i++) dx[i] = dy[i] * g(x[i], p);
    });
    return (dy: unknown, x: unknown, options?: unknown) => {
      const numbers = typeof dy === "number" && typeof x === "number";
      if (!numbers && (typeof dy === "number" || typeof x === "number"))
        fail(
          TypeError,
          "HILLOCK_TYPE",
          where,
          `dy is ${describe(dy)} and ${signature.names[1]} is ${describe(x)}, expected two numbers or two arrays`,
        );
      const given = options === undefined || numbers ? undefined : read(where, options);
      const parameters = numbers ? parametersOfNumber(where, options) : given ? parametersOf(where, given) : bound;
      if (signature === FROM_OUTPUT) set?.checkFromOutput(where, parameters);
      return numbers ? dy * g(x, parameters.byName) : compute([dy, x, given?.out], parameters)[2];
    };
  };

  const bindOptions = (options: unknown = {}) => {
    const where = `${name}.with`;
    const parameters = parametersOf(where, readOptions(where, options, names, "options", names[0]));
    return build(new Behind(source, parameters, self.runtime), additions);
  };

  const { derivativeFromOutput } = source;
  const { methods, inner } = additions?.(self) ?? NOTHING;
  const own = {
    derivative: unary("derivative"),
    secondDerivative: source.secondDerivative && unary("secondDerivative"),
    valueAndDerivative: valueAndDerivative(),
    backward: gradient("backward", FROM_INPUT, source.derivative),
    backwardFromOutput: derivativeFromOutput && gradient("backwardFromOutput", FROM_OUTPUT, derivativeFromOutput),
    ...methods,
    with: bindOptions,
  };
  return publish(unary("value"), name, own, { ...inner, spec: specification(source, bound), [BEHIND]: self }) as Activation;
}

function pairOf([, value, derivative]: readonly FloatArray[]) {
  return { value, derivative };
}

/** Whether it may be what `Array.prototype.map` and `Array.from` pass beside an element. */
function isIndex(options: unknown): boolean {
  return typeof options === "number" && Number.isInteger(options) && options >= 0;
}

function specification(
  { name, parameters, formula, kinks, range, limits, bounds }: Source,
  { byName: scalar }: ParameterValues,
): Specification {
  const inForce = Object.fromEntries((parameters?.names ?? []).map((key) => [key, { ...parameters?.rules[key], default: scalar[key] }]));
  const places = typeof kinks === "function" ? kinks(scalar) : kinks;
  return deepFreeze({ name, parameters: inForce, formula, kinks: places, range, limits, ...(bounds && { bounds }) } as Specification);
}
