import { checkOptions } from "./arguments.js";
import { type FloatArray, tagOf } from "./arrays.js";
import type { Definition, KernelCode } from "./definition.js";
import { type Invoke, run } from "./elementwise.js";
import { describe, fail } from "./errors.js";
import { gather, type Signature } from "./operands.js";
import type { Bound } from "./parameters.js";
import { defaultRuntime, type Kernel, type Runtime } from "./runtime.js";
import type { Activation, ActivationFromOutput, OptionsNamed, Specification } from "./types.js";

/** What an activation is made of: a definition of hillock's own, or a user's, which has no kernels and promises no bounds. */
export type Source = Omit<Definition, "kernels" | "bounds" | "secondDerivative"> &
  Partial<Pick<Definition, "kernels" | "bounds" | "secondDerivative">>;

/** On an activation: what stands behind it. A symbol of the registry, so that other copies of hillock can be told from strangers. */
const BEHIND = Symbol.for("hillock.activation");

/** What stands behind an activation. */
export class Behind {
  constructor(
    readonly source: Source,
    readonly bound: Bound,
    readonly runtime: () => Runtime,
  ) {}
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

/** The activation of a definition: a function with its derivatives as methods, on the default runtime. */
export function createActivation<const Name extends string = never>(
  definition: Definition<Name> & { readonly derivativeFromOutput: NonNullable<Definition<Name>["derivativeFromOutput"]> },
): ActivationFromOutput<OptionsNamed<Name>>;
export function createActivation<const Name extends string = never>(definition: Definition<Name>): Activation<OptionsNamed<Name>>;
export function createActivation(source: Source): Activation {
  return build(new Behind(source, source.parameters?.defaults ?? NONE, defaultRuntime));
}

/** The same activation on another runtime. */
export function onRuntime<A extends Activation>(activation: A, runtime: Runtime): A {
  const { source, bound } = behind("onRuntime", "activation", activation);
  return build(new Behind(source, bound, () => runtime)) as A;
}

/** The same activation with another kernel for Float32Array. */
export function withFloat32<A extends Activation>(activation: A, float32: KernelCode): A {
  const { source, bound, runtime } = behind("withFloat32", "activation", activation);
  const { float64 } = source.kernels as Definition["kernels"];
  return build(new Behind({ ...source, kernels: { float32, float64 } }, bound, runtime)) as A;
}

const NONE: Bound = { scalar: {}, kernel: [] };

type Options = Record<string, unknown> | undefined;
type Scalar = (x: number, parameters: Bound["scalar"]) => number;
type Scalars = (arrays: readonly FloatArray[], n: number, parameters: Bound["scalar"]) => void;

const ONE_TO_ONE: Signature = { names: ["x", "out"], inputs: 1 };
const ONE_TO_TWO: Signature = { names: ["x", "out.value", "out.derivative"], inputs: 1 };
const FROM_INPUT: Signature = { names: ["dy", "x", "out"], inputs: 2 };
const FROM_OUTPUT: Signature = { names: ["dy", "y", "out"], inputs: 2 };

function build(self: Behind): Activation {
  const { source, bound } = self;
  const { name, parameters: set } = source;
  const names = set?.names ?? [];
  const withOutput = [...names, "out"];
  let float32: Kernel | undefined;
  let float64: Kernel | undefined;

  /** The kernel for an element type; undefined where JavaScript computes, and for arrays that will be refused. */
  const kernelOf = (type: string | undefined): Kernel | undefined => {
    if (type === "Float32Array") float32 ??= source.kernels && self.runtime().kernel(source.kernels.float32);
    else if (type === "Float64Array") float64 ??= source.kernels && self.runtime().kernel(source.kernels.float64);
    else return undefined;
    return type === "Float32Array" ? float32 : float64;
  };

  const parametersOf = (where: string, options: Record<string, unknown>): Bound => set?.read(where, options, bound) ?? bound;

  /** The parameters for numbers, whose options have no `out`, and may be the index that `Array.prototype.map` passes. */
  const parametersOfNumber = (where: string, options: unknown): Bound => {
    if (options === undefined || typeof options === "number") return bound;
    checkOptions(where, options, withOutput);
    if (options.out !== undefined) fail(TypeError, "HILLOCK_OPTION", where, "out is given for a number, expected it only with arrays");
    return parametersOf(where, options);
  };

  /** Checks the arrays of a call, then runs the kernel over them, or where there is none the scalar functions. Returns them, outputs included. */
  const compute = (
    where: string,
    signature: Signature,
    given: unknown[],
    parameters: Bound,
    invoke: Invoke,
    scalars: Scalars,
  ): readonly FloatArray[] => {
    const runtime = self.runtime();
    const kernel = kernelOf(tagOf(given[0]));
    const operands = gather(where, signature, given, runtime.memoryInUse);
    if (kernel) {
      set?.write(kernel, runtime.memory(), parameters);
      run(kernel, runtime.memory(), operands, invoke);
    } else scalars(operands.arrays, operands.length, parameters.scalar);
    return operands.arrays;
  };

  const unary = (method: "value" | "derivative" | "secondDerivative") => {
    const where = method === "value" ? name : `${name}.${method}`;
    const f = source[method] as Scalar;
    const invoke: Invoke = ({ exports, context }, at, n) => exports[method](at[0], at[1], n, context);
    const scalars: Scalars = ([x, y], n, p) => {
      for (let i = 0; i < n; i++) y[i] = f(x[i], p);
    };
    return (x: unknown, options?: Options) => {
      if (typeof x === "number") return f(x, parametersOfNumber(where, options).scalar);
      if (options === undefined) return compute(where, ONE_TO_ONE, [x, undefined], bound, invoke, scalars)[1];
      checkOptions(where, options, withOutput);
      const parameters = parametersOf(where, options);
      return compute(where, ONE_TO_ONE, [x, options.out], parameters, invoke, scalars)[1];
    };
  };

  const valueAndDerivative = (x: unknown, options: Options = {}) => {
    const where = `${name}.valueAndDerivative`;
    if (typeof x === "number") {
      const p = parametersOfNumber(where, options).scalar;
      return { value: source.value(x, p), derivative: source.derivative(x, p) };
    }
    checkOptions(where, options, withOutput);
    const parameters = parametersOf(where, options);
    const { out = {} } = options;
    checkOptions(where, out, ["value", "derivative"], "out");
    const [, value, derivative] = compute(where, ONE_TO_TWO, [x, out.value, out.derivative], parameters, pair, ([from, y, d], n, p) => {
      for (let i = 0; i < n; i++) {
        const at = from[i];
        y[i] = source.value(at, p);
        d[i] = source.derivative(at, p);
      }
    });
    return { value, derivative };
  };

  const gradient = (method: "backward" | "backwardFromOutput", signature: Signature, g: Scalar) => {
    const where = `${name}.${method}`;
    const invoke: Invoke = ({ exports, context }, at, n) => exports[method](at[0], at[1], at[2], n, context);
    const scalars: Scalars = ([dy, x, dx], n, p) => {
      for (let i = 0; i < n; i++) dx[i] = dy[i] * g(x[i], p);
    };
    return (dy: unknown, x: unknown, options?: Options) => {
      const numbers = typeof dy === "number" && typeof x === "number";
      if (options !== undefined && !numbers) checkOptions(where, options, withOutput);
      const parameters = numbers ? parametersOfNumber(where, options) : options ? parametersOf(where, options) : bound;
      if (signature === FROM_OUTPUT) set?.checkFromOutput(where, parameters);
      if (numbers) return dy * g(x, parameters.scalar);
      const out = options?.out;
      return compute(where, signature, [dy, x, out], parameters, invoke, scalars)[2];
    };
  };

  const bindOptions = (options: unknown) => {
    const where = `${name}.with`;
    checkOptions(where, options, names);
    return build(new Behind(source, parametersOf(where, options), self.runtime));
  };

  const { derivativeFromOutput } = source;
  return Object.defineProperties(
    Object.assign(unary("value"), {
      derivative: unary("derivative"),
      ...(source.secondDerivative && { secondDerivative: unary("secondDerivative") }),
      valueAndDerivative,
      backward: gradient("backward", FROM_INPUT, source.derivative),
      ...(derivativeFromOutput && { backwardFromOutput: gradient("backwardFromOutput", FROM_OUTPUT, derivativeFromOutput) }),
      with: bindOptions,
      spec: specification(source, bound),
      [BEHIND]: self,
    }),
    { name: { value: name } },
  ) as unknown as Activation;
}

const pair: Invoke = ({ exports, context }, at, n) => exports.valueAndDerivative(at[0], at[1], at[2], n, context);

function specification({ name, parameters, formula, kinks, range, limits, bounds }: Source, { scalar }: Bound): Specification {
  const inForce = Object.fromEntries((parameters?.names ?? []).map((key) => [key, { ...parameters?.rules[key], default: scalar[key] }]));
  return deepFreeze({ name, parameters: inForce, formula, kinks, range, limits, ...(bounds && { bounds }) } as Specification);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
