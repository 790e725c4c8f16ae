import {
  type ArrayRequirement,
  attachedLength,
  type CheckedArray,
  checkArrays,
  elementType,
  repeatedLength,
  sameType,
} from "../../call/arguments.js";
import { type ElementType, type FloatArray, tagOf } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { type Options, readOptions } from "../../call/options.js";
import { readDimensions, readShape } from "../../call/shape.js";
import type { LinearMemory } from "../../runtime/memory.js";
import { type Channels, type Pattern, patternOfAxis, patternOfShape } from "./pattern.js";

/**
 * The parameter of a call that may be an array: its name, the array, unless one slope is for all,
 * and its layout.
 */
export interface Slopes extends Lie {
  readonly parameter: string;
  readonly array: unknown;
}

/** The layout of slopes over a shape, as options give it. */
interface Lie {
  readonly shape: unknown;
  readonly channelAxis: unknown;
  readonly slopeShape: unknown;
}

/** The names of a method's inputs and outputs, as messages give them. */
export interface Names {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The arrays of a call, checked, with the layout of their slopes if there is an array of them. */
export interface Arranged {
  readonly type: ElementType;
  readonly length: number;
  readonly arrays: readonly CheckedArray[];
  readonly channels: Channels | undefined;
}

/** Reads each option once: those of slopes, and those left for an activation with one slope. */
export function readSlopes(where: string, options: unknown, known: readonly string[], bound: Slopes) {
  if (options === undefined) return { slopes: bound, out: undefined, rest: undefined };
  const { parameter } = bound;
  const given = readOptions(where, options, known, "options", parameter);
  const { [parameter]: value, shape = bound.shape, channelAxis, slopeShape, out } = given;
  const isArray = tagOf(value) === "Float32Array" || tagOf(value) === "Float64Array";
  if (value !== undefined && typeof value !== "number" && !isArray)
    fail("HILLOCK_PARAMETER", where, `${parameter} is ${describe(value)}, expected a number, or an array of slopes`, TypeError);
  const lie = readLie(where, { shape, channelAxis, slopeShape }, bound);
  const array = isArray ? value : value === undefined ? bound.array : undefined;
  return {
    slopes: { parameter, array, shape: lie.shape, channelAxis: lie.channelAxis, slopeShape: lie.slopeShape },
    out,
    rest: { [parameter]: isArray ? undefined : value, out } as Options,
  };
}

/** Reads the layout of a call's slopes: that of its options, else the bound one. */
function readLie(where: string, { shape, channelAxis, slopeShape }: Lie, bound: Lie): Lie {
  if (channelAxis !== undefined && slopeShape !== undefined)
    fail("HILLOCK_OPTION", where, "channelAxis and slopeShape are both given, expected one of them");
  if (shape === bound.shape && channelAxis === undefined && slopeShape === undefined) return bound;
  const says = channelAxis !== undefined || slopeShape !== undefined;
  const lie = says ? { shape, channelAxis, slopeShape } : { shape, channelAxis: bound.channelAxis, slopeShape: bound.slopeShape };
  if (lie.channelAxis !== undefined && shape === undefined)
    fail("HILLOCK_OPTION", where, "channelAxis is given without the shape that it is an axis of");
  if (lie.slopeShape !== undefined && shape === undefined)
    fail("HILLOCK_OPTION", where, "slopeShape is given without the shape that it broadcasts to");
  return lie;
}

/** Refuses what is said of channels where x is a number. */
export function refuseChannels(where: string, { parameter, array, shape }: Slopes): void {
  if (array !== undefined)
    fail("HILLOCK_PARAMETER", where, `${parameter} is ${describe(array)}, expected a number, as the argument is one`, TypeError);
  if (shape !== undefined) fail("HILLOCK_OPTION", where, "shape is given for a number, expected it only with arrays");
}

/**
 * Checks the arrays of a call and how the channels lie in them. Outputs that are undefined are made
 * where there is an array of slopes.
 */
export function arrange(
  where: string,
  { inputs, outputs }: Names,
  values: readonly unknown[],
  outs: readonly unknown[],
  slopes: Slopes,
  memory: LinearMemory | undefined,
): Arranged {
  const like = inputs[0];
  const type = elementType(where, like, values[0]);
  const length = attachedLength(where, like, values[0] as FloatArray);
  const layout = readLayout(where, type, like, length, slopes);
  const given = inputs.map((name, i) => ({ name, array: values[i], length }));
  if (!layout) return { type, length, arrays: outs.length ? [] : checkArrays(where, type, like, memory, given), channels: undefined };
  const [table, ...arrays] = checkArrays(where, type, like, memory, [
    { name: slopes.parameter, array: slopes.array, length: layout.pattern.count, lengthReason: layout.because },
    ...given,
    ...outputs.map((name, i) => ({ name, array: outs[i], length, output: true, inPlace: inputs })),
  ]);
  const { count, inner, levels, period } = layout.pattern;
  // Written out: on Node 20 spreading an object costs microseconds.
  return { type, length, arrays, channels: { count, inner, levels, period, slopes: table.array } };
}

/**
 * The requirement on an array of slopes for an argument of `length` elements; none where one slope
 * is for all.
 */
export function wantedSlopes(where: string, type: ElementType, like: string, length: number, slopes: Slopes): readonly ArrayRequirement[] {
  const layout = readLayout(where, type, like, length, slopes);
  return layout ? [{ name: slopes.parameter, array: slopes.array, length: layout.pattern.count, lengthReason: layout.because }] : [];
}

/** The pattern of slopes, and the reason for their number. */
interface Layout {
  readonly pattern: Pattern;
  readonly because: string | undefined;
}

/**
 * The layout of a call's slopes over an argument of `length` elements. Where one slope is for all,
 * only the shapes are checked.
 */
function readLayout(where: string, type: ElementType, like: string, length: number, slopes: Slopes): Layout | undefined {
  const { parameter, array, shape } = slopes;
  if (array !== undefined) sameType(where, parameter, array, type, like);
  const layout = shape === undefined ? undefined : layoutOfShape(where, like, length, slopes);
  if (array === undefined) return undefined;
  if (layout) return layout;
  return { pattern: patternOfAxis(repeatedLength(where, parameter, array as FloatArray, like, length), 1), because: undefined };
}

function layoutOfShape(where: string, like: string, length: number, { shape: given, channelAxis, slopeShape }: Slopes): Layout {
  const names = { axisName: "channelAxis", defaultAxis: slopeShape === undefined ? 1 : 0, of: like };
  const { shape, n, inner, axis } = readShape(where, { shape: given, axis: channelAxis }, length, names);
  if (slopeShape === undefined) return { pattern: patternOfAxis(n, inner), because: `shape[${axis}]` };
  const slopes = readDimensions(where, "slopeShape", slopeShape, "[64, 1, 1]");
  if (slopes.length > shape.length)
    fail("HILLOCK_SHAPE", where, `slopeShape has ${slopes.length} dimensions, expected at most as many as shape, ${shape.length}`);
  slopes.forEach((size, i) => {
    const k = i + shape.length - slopes.length;
    if (size !== 1 && size !== shape[k])
      fail("HILLOCK_SHAPE", where, `slopeShape[${i}] is ${size}, expected 1 or shape[${k}] = ${shape[k]}`);
  });
  return { pattern: patternOfShape(shape, slopes), because: `that of slopeShape, ${slopes.join(" * ")}` };
}
