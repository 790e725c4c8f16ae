import { type ArrayRequirement, type CheckedArray, checkArrays, floatType } from "../../call/arguments.js";
import { type ElementType, type FloatArray, lengthOf } from "../../call/arrays.js";
import { type Options, readOptions } from "../../call/options.js";
import { checkDimensions, readShape, type Shape } from "../../call/shape.js";
import { type BoundKernel, kernelNear } from "../../runtime/kernel.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import type { Runtime } from "../../runtime/runtime.js";
import { INTERNALS, Internals, type Rebuild } from "../internals.js";
import { publish } from "../publish.js";
import { type Band, inBands, type TransposeExports } from "./bands.js";
import { type Causal, diagonalOf } from "./causal.js";
import type { RowInput } from "./input.js";
import { keepApart, readMask } from "./mask.js";
import { readSettings, reduced, type Settings } from "./settings.js";
import { type Specified, specificationOf } from "./specification.js";

/** A call of a row-wise function, checked. */
export interface RowCall<Exports> {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly settings: Settings;
  /** Its arrays, in the order in which they were named, the output last. */
  readonly arrays: readonly CheckedArray[];
  readonly input: RowInput;
  /** Absent where JavaScript is to compute. */
  readonly kernel: BoundKernel<Exports> | undefined;
  readonly kernels: Kernels;
  readonly runtime: Runtime;
}

/** Options that one function has: their names, and how those of a call override those bound. */
export interface OwnOptions {
  readonly names: readonly string[];
  read(where: string, options: Options, bound: unknown): unknown;
}

/** A row-wise function: its name, options and arrays, and its computation. */
export interface RowForm<Exports> extends Specified {
  readonly kernels: Kernels;
  /** Whether a row becomes one number, and its gradient is made of x and not of the result. */
  readonly reduces: boolean;
  /** Whether it is a function of -x, to which a mask is added. */
  readonly negated?: boolean;
  /** The number of elements that a row of n entries becomes otherwise, unless that is n. */
  resultLength?(n: number): number;
  readonly options?: OwnOptions;
  value(call: RowCall<Exports>): void;
  gradient?(call: RowCall<Exports>): void;
  /** The gradient from x, of a function that has another from its results. */
  backward?(call: RowCall<Exports>): void;
}

/** The parts of a function of rows, for another that is made of it. */
export class RowInternals extends Internals {
  constructor(
    kernels: Kernels,
    runtime: () => Runtime,
    rebuild: Rebuild,
    readonly form: RowForm<unknown>,
    readonly bound: Settings,
  ) {
    super(kernels, runtime, rebuild);
  }
}

/** The function of a form with settings that are bound, on a runtime. */
export function createRows<Exports>(form: RowForm<Exports>, bound: Settings, kernels: Kernels, runtime: () => Runtime): unknown {
  // Without a prototype, on which anything may stand.
  const { reduces, axis, negated = false, options: own }: RowForm<Exports> = Object.assign(Object.create(null), form);
  const { name } = form.specification;
  const place = axis === undefined ? ["shape", "axis"] : ["shape"];
  const names = [...place, "temperature", ...(axis === undefined ? ["causal"] : []), "maskShape", ...(reduces ? [] : ["emptyRow"])];
  if (own) names.push(...own.names);
  const forward = [...names, "mask", "out"];
  const fromOutput = [...place, "temperature", "out"];

  const settingsOf = (where: string, asked: Options, known: readonly string[]): Settings => {
    const settings = readSettings(where, asked, known, bound);
    return own ? { ...settings, own: own.read(where, asked, bound.own) } : settings;
  };

  /**
   * Checks a call, all of it before anything is written. `like` is the array that has the shape.
   */
  const prepare = (
    where: string,
    like: string,
    array: unknown,
    settings: Settings,
    masking: { readonly mask: unknown; readonly causal: Causal },
    requirements: (shape: Shape, length: number) => readonly ArrayRequirement[],
  ): RowCall<Exports> => {
    const type = floatType(where, like, array);
    const inUse = runtime();
    const kernel = inUse.kernel<Exports>(type === "Float32Array" ? kernels.float32 : kernels.float64);
    const length = lengthOf(array as FloatArray);
    if (axis !== undefined) checkDimensions(where, settings.shape, -axis);
    const isRow = settings.shape === undefined && settings.axis === undefined;
    const shape = isRow ? oneRow(length) : shapeOf(where, settings, length, like, axis);
    const mask = masking.mask === undefined ? undefined : readMask(where, masking.mask, settings.maskShape, type, shape);
    const list = requirements(shape, length);
    const arrays = checkArrays(where, type, like, inUse.memoryInUse, list);
    if (mask)
      for (const [i, { array, output }] of list.entries()) if (output && array !== undefined) keepApart(where, mask, arrays[i].array);
    const causal = masking.causal === false ? undefined : diagonalOf(where, shape, masking.causal);
    const input = { x: array as FloatArray, negated, shape, first: 0, temperature: settings.temperature, mask, causal };
    const near = kernel && kernelNear(kernel, arrays);
    return { type, shape, settings, arrays, input, kernel: near, kernels, runtime: inUse };
  };

  const value = (x: unknown, options?: unknown): FloatArray => {
    const asked = options === undefined ? undefined : readOptions(name, options, forward);
    const settings = asked ? settingsOf(name, asked, forward) : bound;
    const call = prepare(name, "x", x, settings, maskingOf(asked, settings), (shape, length) => [
      { name: "x", array: x, length },
      reduces
        ? { name: "out", array: asked?.out, length: shape.outer * shape.inner, lengthReason: reduced(shape), output: true }
        : form.resultLength
          ? { name: "out", array: asked?.out, length: shape.outer * shape.inner * form.resultLength(shape.n), output: true }
          : { name: "out", array: asked?.out, length, output: true, inPlace: X },
    ]);
    form.value(call);
    return call.arrays[1].array;
  };

  const backward = (where: string, compute: RowForm<Exports>["backward"]) => (dy: unknown, x: unknown, options?: unknown) => {
    const asked = options === undefined ? undefined : readOptions(where, options, forward);
    const settings = asked ? settingsOf(where, asked, forward) : bound;
    const call = prepare(where, "x", x, settings, maskingOf(asked, settings), (shape, length) => [
      reduces
        ? { name: "dy", array: dy, length: shape.outer * shape.inner, lengthReason: reduced(shape) }
        : { name: "dy", array: dy, length },
      { name: "x", array: x, length },
      { name: "out", array: asked?.out, length, output: true, inPlace: X },
    ]);
    compute?.(call);
    return call.arrays[2].array;
  };

  const backwardFromOutput = (where: string) => (dy: unknown, y: unknown, options?: unknown) => {
    const asked = options === undefined ? undefined : readOptions(where, options, fromOutput);
    const settings = asked ? readSettings(where, asked, fromOutput, bound) : bound;
    const call = prepare(where, "dy", dy, settings, NOT_MASKED, (_, length) => [
      { name: "dy", array: dy, length },
      { name: "y", array: y, length },
      { name: "out", array: asked?.out, length, output: true, inPlace: DY_AND_Y },
    ]);
    form.gradient?.(call);
    return call.arrays[2].array;
  };

  const bindOptions = (options: unknown = {}) => {
    const where = `${name}.with`;
    return createRows(form, settingsOf(where, readOptions(where, options, names), names), kernels, runtime);
  };

  const rebuild: Rebuild = (others, elsewhere) => createRows(form, bound, others, elsewhere) as never;
  const inner = { spec: specificationOf(form, bound), [INTERNALS]: new RowInternals(kernels, runtime, rebuild, form, bound) };
  const gradients = {
    backward: reduces
      ? form.gradient && backward(`${name}.backward`, form.gradient)
      : form.backward && backward(`${name}.backward`, form.backward),
    backwardFromOutput: reduces ? undefined : form.gradient && backwardFromOutput(`${name}.backwardFromOutput`),
  };
  return publish(value, name, { ...gradients, with: bindOptions } as never, inner);
}

const X = ["x"];
const DY_AND_Y = ["dy", "y"];
const NOT_MASKED = { mask: undefined, causal: false } as const;

function maskingOf(asked: Options | undefined, { causal }: Settings): { readonly mask: unknown; readonly causal: Causal } {
  return { mask: asked?.mask, causal };
}

function oneRow(length: number): Shape {
  return { shape: [length], axis: 0, outer: 1, n: length, inner: 1 };
}

function shapeOf(where: string, settings: Settings, length: number, of: string, defaultAxis = -1): Shape {
  return readShape(where, settings, length, { axisName: "axis", defaultAxis, of });
}

/** Calls `run` with rows as kernels can take them, which those along the last axis are. */
export function eachBand(
  on: BoundKernel<TransposeExports>,
  shape: Shape,
  inputs: readonly CheckedArray[],
  output: CheckedArray | undefined,
  run: (band: Band) => void,
): void {
  if (shape.inner === 1) run({ shape, first: 0, inputs, output });
  else inBands(on, shape, inputs, output, run);
}

/**
 * The rows from that numbered `first` on, whose entries are `x`. It spreads no object, which takes
 * microseconds on Node 20.
 */
export function bandOf(input: RowInput, x: FloatArray, shape: Shape, first: number): RowInput {
  const { negated, temperature, mask, causal } = input;
  return shape === input.shape ? input : { x, negated, shape, first, temperature, mask, causal };
}
