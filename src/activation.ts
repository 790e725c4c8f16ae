import { checkOptions, parameter } from "./arguments.js";
import type { ElementType, FloatArray } from "./arrays.js";
import type { KernelExports } from "./backend.js";
import type { Definition, KernelCode, Parameter } from "./definition.js";
import { run, type Invoke } from "./elementwise.js";
import { describe, fail } from "./errors.js";
import { Operands } from "./operands.js";
import { defaultRuntime, type Kernel, type Runtime } from "./runtime.js";
import type { Activation, ActivationFromOutput, OptionsNamed, Specification } from "./types.js";

/** What an activation is made of: a definition of hillock's own, or a user's, which has no kernels and promises no bounds. */
export type Source = Omit<Definition, "kernels" | "bounds" | "secondDerivative"> & Partial<Pick<Definition, "kernels" | "bounds" | "secondDerivative">>;

/** Parameters in force: as the scalar functions take them, and as the kernels do. */
interface Bound {
  readonly scalar: { readonly [name: string]: number };
  readonly kernel: readonly number[];
}

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
  definition: Definition<Name> & { readonly derivativeFromOutput: NonNullable<Definition["derivativeFromOutput"]> },
): ActivationFromOutput<OptionsNamed<Name>>;
export function createActivation<const Name extends string = never>(definition: Definition<Name>): Activation<OptionsNamed<Name>>;
export function createActivation(source: Source): Activation {
  const defaults = Object.fromEntries(Object.entries(source.parameters).map(([name, { default: value }]) => [name, value]));
  return build(new Behind(source, bind(source, defaults), defaultRuntime));
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

function bind(source: Source, scalar: Bound["scalar"]): Bound {
  return { scalar, kernel: source.kernelParameters?.(scalar) ?? Object.values(scalar) };
}

type Options = Record<string, unknown> | undefined;
type Scalar = (x: number, parameters: Bound["scalar"]) => number;

function build(self: Behind): Activation {
  const { source, bound } = self;
  const { name } = source;
  const names = Object.keys(source.parameters);
  const withOutput = [...names, "out"];
  const kernels: { [type in ElementType]?: Kernel } = {};

  const kernelOf = (type: ElementType): Kernel | undefined => {
    const code = type === "Float32Array" ? source.kernels?.float32 : source.kernels?.float64;
    kernels[type] ??= code && self.runtime().kernel(code);
    return kernels[type];
  };

  /** The parameters of a call: those bound, overridden by the options, each read once. */
  const parametersOf = (where: string, options: Record<string, unknown>): Bound => {
    if (names.length === 0) return bound;
    let scalar = bound.scalar;
    for (const key of names) {
      const value = parameter(where, key, options[key], source.parameters[key] as Parameter, bound.scalar[key] as number);
      if (value !== bound.scalar[key]) scalar = { ...scalar, [key]: value };
    }
    return scalar === bound.scalar ? bound : bind(source, scalar);
  };

  /** The parameters for numbers, whose options have no `out`, and may be the index that `Array.prototype.map` passes. */
  const parametersOfNumber = (where: string, options: unknown): Bound["scalar"] => {
    if (options === undefined || typeof options === "number") return bound.scalar;
    checkOptions(where, options, withOutput);
    if (options.out !== undefined) fail(TypeError, "HILLOCK_OPTION", where, "out is given for a number, expected it only with arrays");
    return parametersOf(where, options).scalar;
  };

  /** Runs the kernel, or where there is none the scalar functions, over arrays that have been checked. */
  const compute = (operands: Operands, parameters: Bound, invoke: Invoke, scalars: (i: number, p: Bound["scalar"], ...arrays: readonly FloatArray[]) => void): void => {
    const { type, length, arrays, inputs } = operands;
    const kernel = kernelOf(type);
    const memory = kernel ? self.runtime().memory : self.runtime().memoryInUse;
    const places = operands.places(memory);
    if (kernel && memory) {
      if (kernel.parameters !== parameters.kernel) {
        memory.writeParameters(kernel.context, parameters.kernel);
        kernel.parameters = parameters.kernel;
      }
      run(kernel, memory, type, length, arrays, places, inputs, invoke);
    } else for (let i = 0; i < length; i++) scalars(i, parameters.scalar, ...arrays);
  };

  const unary = (method: "value" | "derivative" | "secondDerivative") => {
    const where = method === "value" ? name : `${name}.${method}`;
    const f = source[method] as Scalar;
    const invoke: Invoke = ({ exports, context }, at, n) => exports[method](at[0] as number, at[1] as number, n, context);
    return (x: unknown, options?: Options) => {
      if (typeof x === "number") return f(x, parametersOfNumber(where, options));
      let parameters = bound;
      let out: unknown;
      if (options !== undefined) {
        checkOptions(where, options, withOutput);
        parameters = parametersOf(where, options);
        out = options.out;
      }
      const operands = new Operands(where, "x", x);
      const y = operands.output("out", out);
      compute(operands, parameters, invoke, (i, p, from, to) => {
        (to as FloatArray)[i] = f((from as FloatArray)[i] as number, p);
      });
      return y;
    };
  };

  const valueAndDerivative = (x: unknown, options?: Options) => {
    const where = `${name}.valueAndDerivative`;
    if (typeof x === "number") {
      const p = parametersOfNumber(where, options);
      return { value: source.value(x, p), derivative: source.derivative(x, p) };
    }
    let parameters = bound;
    let out: Options;
    if (options !== undefined) {
      checkOptions(where, options, withOutput);
      parameters = parametersOf(where, options);
      out = options.out as Options;
      if (out !== undefined) checkOptions(where, out, ["value", "derivative"], "out");
    }
    const given = { value: out?.value, derivative: out?.derivative };
    const operands = new Operands(where, "x", x);
    const value = operands.output("out.value", given.value);
    const derivative = operands.output("out.derivative", given.derivative);
    compute(operands, parameters, pair, (i, p, from, y, d) => {
      const at = (from as FloatArray)[i] as number;
      (y as FloatArray)[i] = source.value(at, p);
      (d as FloatArray)[i] = source.derivative(at, p);
    });
    return { value, derivative };
  };

  const gradient = (method: "backward" | "backwardFromOutput", second: "x" | "y", g: Scalar) => {
    const where = `${name}.${method}`;
    const invoke: Invoke = ({ exports, context }, at, n) => exports[method](at[0] as number, at[1] as number, at[2] as number, n, context);
    const fromOutput = (p: Bound["scalar"]) => {
      if (second === "x") return;
      for (const key of names) {
        const { minimumFromOutput = -Infinity } = source.parameters[key] as Parameter;
        if ((p[key] as number) < minimumFromOutput)
          fail(RangeError, "HILLOCK_PARAMETER", where, `${key} is ${p[key]}, expected at least ${minimumFromOutput}: below, the output does not tell the derivative; use backward`);
      }
    };
    return (dy: unknown, x: unknown, options?: Options) => {
      if (typeof dy === "number" && typeof x === "number") {
        const p = parametersOfNumber(where, options);
        fromOutput(p);
        return dy * g(x, p);
      }
      let parameters = bound;
      let out: unknown;
      if (options !== undefined) {
        checkOptions(where, options, withOutput);
        parameters = parametersOf(where, options);
        out = options.out;
      }
      fromOutput(parameters.scalar);
      const operands = new Operands(where, "dy", dy);
      operands.input(second, x);
      const dx = operands.output("out", out);
      compute(operands, parameters, invoke, (i, p, from, at, to) => {
        (to as FloatArray)[i] = ((from as FloatArray)[i] as number) * g((at as FloatArray)[i] as number, p);
      });
      return dx;
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
      backward: gradient("backward", "x", source.derivative),
      ...(derivativeFromOutput && { backwardFromOutput: gradient("backwardFromOutput", "y", derivativeFromOutput) }),
      with: bindOptions,
      spec: specification(source, bound),
      [BEHIND]: self,
    }),
    { name: { value: name } },
  ) as unknown as Activation;
}

const pair: Invoke = ({ exports, context }, at, n) => exports.valueAndDerivative(at[0] as number, at[1] as number, at[2] as number, n, context);

function specification({ name, summary, parameters, formula, kinks, range, limits, source, bounds }: Source, bound: Bound): Specification {
  const inForce = Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, { ...parameter, default: bound.scalar[key] as number }]));
  return deepFreeze({ name, summary, parameters: inForce, formula, kinks, range, limits, source, ...(bounds && { bounds }) });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
