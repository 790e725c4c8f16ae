import type { Signature } from "../call/arguments.js";
import type { FloatArray } from "../call/arrays.js";
import { describe, fail } from "../call/errors.js";
import { readOptions, readOptionsOfNumber } from "../call/options.js";
import { NO_PARAMETERS, type ParameterSet } from "../call/parameters.js";
import { setParameters } from "../runtime/kernel.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { overArrays } from "./activation.js";
import type { ElementaryBounds, ElementarySpecification } from "./elementary.js";
import { INTERNALS, Internals, type Rebuild } from "./internals.js";
import { outOfLine } from "./outOfLine.js";
import { deepFreeze, publish } from "./publish.js";
import type { NewFloat32Array, NewFloat64Array, NoOutput, Output } from "./types.js";

/** An elementary function of two numbers, of two arrays, or of an array and a number. */
export interface Combination {
  (x: Float32Array, y: Float32Array | number, options?: NoOutput): NewFloat32Array;
  (x: Float64Array, y: Float64Array | number, options?: NoOutput): NewFloat64Array;
  <X extends FloatArray>(x: X, y: X | number, options: Output<X>): X;
  (x: number, y: number, options?: NoOutput): number;
  readonly name: string;
  readonly spec: ElementarySpecification;
}

/** An elementary function of two arguments, or of any number of numbers. */
export interface Variadic extends Combination {
  (...numbers: number[]): number;
}

/** A function of two arguments in one place. */
export interface CombinationDefinition {
  readonly specification: Omit<ElementarySpecification, "bounds">;
  readonly bounds: ElementaryBounds;
  /** The names of the arguments. */
  readonly names: readonly [string, string];
  value(x: number, y: number): number;
  /** The function of any number of numbers, where it takes more or fewer than two. */
  ofMany?(numbers: readonly number[]): number;
  readonly kernels: Kernels;
}

/** The function of a definition, on the default runtime. */
export function createCombination(definition: CombinationDefinition & Required<Pick<CombinationDefinition, "ofMany">>): Variadic;
export function createCombination(definition: CombinationDefinition): Combination;
export function createCombination(definition: CombinationDefinition): Combination {
  return build(definition, defaultRuntime);
}

const OPTIONS = ["out"];

/** The way of a number to a kernel: as its only parameter, in f64 for arrays of either type. */
const NUMBER: Pick<ParameterSet, "write"> = { write: (kernel, { forKernel }) => setParameters(kernel, forKernel) };

function build(definition: CombinationDefinition, runtime: () => Runtime): Combination {
  const { specification, bounds, names, kernels, value: f } = definition;
  const { name } = specification;
  const [first, second] = names;
  const ofTwo: Signature = { names: [first, second, "out"], inputs: 2 };
  const ofOne: Signature = { names: [first, "out"], inputs: 1 };
  const arrays = overArrays(name, "combination", ofTwo, { kernels }, runtime, ([{ array: x }, { array: y }, { array: z }], n) => {
    for (let i = 0; i < n; i++) z[i] = f(x[i], y[i]);
  });
  const withNumber = overArrays(
    name,
    "value",
    ofOne,
    { kernels, parameters: NUMBER },
    runtime,
    ([{ array: x }, { array: z }], n, { y }) => {
      for (let i = 0; i < n; i++) z[i] = f(x[i], y as number);
    },
  );
  const ofOthers = outOfLine((x: unknown, y: unknown, options: unknown) => {
    if (typeof x === "number" && typeof y === "number") {
      readOptionsOfNumber(name, options, OPTIONS);
      return f(x, y);
    }
    if (typeof x === "number")
      fail("HILLOCK_TYPE", name, `${first} is ${describe(x)} and ${second} is ${describe(y)}, expected ${second} to be a number too`);
    const out = options === undefined ? undefined : readOptions(name, options, OPTIONS).out;
    if (typeof y === "number") return withNumber([x, out], { byName: { y }, forKernel: [y] })[1].array;
    return arrays([x, y, out], NO_PARAMETERS)[2].array;
  });
  const compute = (x: unknown, y: unknown, options?: unknown) =>
    typeof x === "number" && typeof y === "number" && options === undefined ? f(x, y) : ofOthers(x, y, options);
  const { ofMany } = definition;
  const own = ofMany ? orOfMany(name, compute, ofMany) : compute;
  const rebuild: Rebuild = (_, elsewhere) => build(definition, elsewhere);
  const inner = { spec: deepFreeze({ ...specification, bounds }), [INTERNALS]: new Internals(kernels, runtime, rebuild) };
  return publish(own, name, {}, inner) as Combination;
}

/** The same function, which takes any number of numbers besides. */
function orOfMany(
  name: string,
  compute: (x: unknown, y: unknown, options?: unknown) => unknown,
  ofMany: (numbers: readonly number[]) => number,
): typeof compute {
  const own = (...given: readonly unknown[]): unknown => {
    const [x, y, options] = given;
    const isMany = given.length < 2 ? given.length === 0 || typeof x === "number" : typeof x === "number" && typeof options === "number";
    if (!isMany) return compute(x, y, options);
    const other = given.findIndex((one) => typeof one !== "number");
    if (other >= 0) fail("HILLOCK_TYPE", name, `argument ${other + 1} is ${describe(given[other])}, expected a number like the others`);
    return ofMany(given as readonly number[]);
  };
  return Object.defineProperty(own, "length", { value: compute.length });
}
