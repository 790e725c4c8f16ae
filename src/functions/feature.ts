import { type ArrayRequirement, type CheckedArray, checkArrays, floatType } from "../call/arguments.js";
import { type FloatArray, lengthOf } from "../call/arrays.js";
import { fail } from "../call/errors.js";
import { readOptions } from "../call/options.js";
import { NO_PARAMETERS, type ParameterSet, type ParameterValues } from "../call/parameters.js";
import { readShape, type Shape } from "../call/shape.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { eachGroup, type PlaneArray, type Planes, runOnPlanes } from "./features/planes.js";
import type { FeatureSpecification, Features } from "./features/types.js";
import { INTERNALS, Internals, type Rebuild } from "./internals.js";
import { deepFreeze, publish } from "./publish.js";

/** The exports of a module: of arrays that follow each other in blocks of planes. */
interface FeatureExports {
  value(x: number, y: number, blocks: number, planes: number, size: number, c: number): void;
  backward(dy: number, x: number, dx: number, blocks: number, planes: number, size: number, c: number): void;
}

/**
 * The places of elements in an array that has several to each of another: every `step` from `start`
 * on.
 */
export interface Several {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** A function of features in one place: what it is, what computes it, and how exactly. */
export interface FeatureDefinition extends Pick<FeatureSpecification, "bounds"> {
  readonly specification: Pick<FeatureSpecification, "name" | "formula">;
  readonly parameters?: ParameterSet<"k">;
  /** Whether x has several elements to each of y, k of them; else y has two to each of x. */
  readonly gathers: boolean;
  /** Writes what belongs to one element of the narrower array, the one numbered `one`. */
  value(x: FloatArray, y: FloatArray, one: number, several: Several): void;
  backward(dy: FloatArray, x: FloatArray, dx: FloatArray, one: number, several: Several): void;
  readonly kernels: Kernels;
}

/** The options of a call and those bound before, but for the arrays. */
interface Settings {
  readonly shape: unknown;
  readonly axis: unknown;
  readonly parameters: ParameterValues;
}

/** The function of a definition, on the default runtime. */
export function createFeatures<P>(definition: FeatureDefinition): Features<P> {
  const parameters = definition.parameters?.defaults ?? NO_PARAMETERS;
  return build(definition, { shape: undefined, axis: undefined, parameters }, definition.kernels, defaultRuntime) as Features<P>;
}

function build(definition: FeatureDefinition, bound: Settings, kernels: Kernels, runtime: () => Runtime): unknown {
  const { gathers, parameters: set } = definition;
  const { name } = definition.specification;
  const names = [...(set?.names ?? []), "shape", "axis"];
  const withOutput = [...names, "out"];

  const read = (where: string, options: unknown, known: readonly string[]): Settings & { readonly out?: unknown } => {
    if (options === undefined) return bound;
    const given = readOptions(where, options, known, "options", set?.names[0]);
    const { shape = bound.shape, axis = bound.axis, out } = given;
    const parameters = set?.read(where, given, bound.parameters as ParameterValues<"k">) ?? bound.parameters;
    return { shape, axis, parameters, out };
  };

  /** Checks a call, all of it before anything is written, and computes it. */
  const run = (
    where: string,
    x: unknown,
    options: unknown,
    requirements: (lengths: Lengths, out: unknown) => readonly (ArrayRequirement & { readonly ofX: boolean })[],
    method: "value" | "backward",
  ): FloatArray => {
    const { out, ...settings } = read(where, options, withOutput);
    const type = floatType(where, "x", x);
    const inUse = runtime();
    const length = lengthOf(x as FloatArray);
    const shape = readShape(where, settings, length);
    const { k = 2 } = settings.parameters.byName;
    const planes = gathers ? groupsOf(where, settings, shape, k) : { blocks: shape.outer, count: 2, size: shape.n * shape.inner };
    const result = planes.blocks * planes.size * (gathers ? 1 : 2);
    const lengthReason = gathers ? `x.length / k = ${length} / ${k}` : `2 * x.length = 2 * ${length}`;
    const list = requirements({ x: length, y: result, lengthReason }, out);
    const arrays = checkArrays(where, type, "x", inUse.memoryInUse, list);
    const kernel = inUse.kernel<FeatureExports>(type === "Float32Array" ? kernels.float32 : kernels.float64);
    const walked = arrays.map((checked, i): PlaneArray => {
      const { ofX, output = false } = list[i] as (typeof list)[number];
      return { checked, isWide: ofX === gathers, isOutput: output, slot: Math.min(i, 1) };
    });
    const ran =
      kernel &&
      runOnPlanes(kernel, planes, walked, ([a, b, c], blocks, size) => {
        const { exports, context } = kernel;
        if (method === "value") exports.value(a, b, blocks, planes.count, size, context);
        else exports.backward(a, b, c, blocks, planes.count, size, context);
      });
    if (!ran) runInLoops(definition, method, planes, arrays);
    return (arrays.at(-1) as CheckedArray).array;
  };

  const value = (x: unknown, options?: unknown) =>
    run(
      name,
      x,
      options,
      (lengths, out) => [
        { name: "x", array: x, length: lengths.x, ofX: true },
        { name: "out", array: out, length: lengths.y, lengthReason: lengths.lengthReason, output: true, ofX: false },
      ],
      "value",
    );

  const backward = (dy: unknown, x: unknown, options?: unknown) =>
    run(
      `${name}.backward`,
      x,
      options,
      (lengths, out) => [
        { name: "dy", array: dy, length: lengths.y, lengthReason: lengths.lengthReason, ofX: false },
        { name: "x", array: x, length: lengths.x, ofX: true },
        { name: "out", array: out, length: lengths.x, output: true, inPlace: X, ofX: true },
      ],
      "backward",
    );

  const bind = (options: unknown = {}) => build(definition, read(`${name}.with`, options, names), kernels, runtime);
  const rebuild: Rebuild = (others, elsewhere) => build(definition, bound, others, elsewhere) as never;
  const inner = { spec: specificationOf(definition, bound), [INTERNALS]: new Internals(kernels, runtime, rebuild) };
  return publish(value, name, { backward, with: bind }, inner);
}

const X = ["x"];

/** The lengths of x and y, and the reason of the latter. */
interface Lengths {
  readonly x: number;
  readonly y: number;
  readonly lengthReason: string;
}

/** The groups of k neighbours along the axis. */
function groupsOf(where: string, { shape }: Settings, { n, axis, outer, inner }: Shape, k: number): Planes {
  if (n % k > 0)
    fail("HILLOCK_SHAPE", where, `${shape === undefined ? "x has length" : `shape[${axis}] is`} ${n}, expected a multiple of k, ${k}`);
  return { blocks: (outer * n) / k, count: k, size: inner };
}

/** Computes in JavaScript. */
function runInLoops(
  definition: FeatureDefinition,
  method: "value" | "backward",
  planes: Planes,
  [first, second, third]: readonly CheckedArray[],
): void {
  const { size: step, count } = planes;
  eachGroup(planes, (one, start) => {
    if (method === "value") definition.value(first.array, second.array, one, { start, step, count });
    else definition.backward(first.array, second.array, third.array, one, { start, step, count });
  });
}

function specificationOf({ specification, parameters: set, bounds }: FeatureDefinition, { parameters }: Settings): FeatureSpecification {
  const rules = Object.fromEntries((set?.names ?? []).map((key) => [key, { ...set?.rules[key], default: parameters.byName[key] }]));
  return deepFreeze({ ...specification, parameters: rules, bounds } as FeatureSpecification);
}
