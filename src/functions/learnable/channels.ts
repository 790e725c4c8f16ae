import {
  type ArrayRequirement,
  attachedLength,
  type CheckedArray,
  checkArrays,
  elementType,
  repeatedLength,
  sameType,
} from "../../call/arguments.js";
import { type ElementType, type FloatArray, lengthOf, tagOf } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { type Options, readOptions } from "../../call/options.js";
import { checkParameter, type Parameter } from "../../call/parameters.js";
import { checkDimensions, readDimensions, readShape } from "../../call/shape.js";
import type { LinearMemory } from "../../runtime/memory.js";
import { type Pattern, patternOfAxis, patternOfShape } from "./pattern.js";

/**
 * The parameters of a call that may be arrays, in the order of the definition: their names, the
 * arrays of those that are not one number for all, and the layout of these.
 */
export interface Slopes extends Lie {
  readonly names: readonly string[];
  readonly arrays: readonly (FloatArray | undefined)[];
  /** The place of the first array, -1 if there is none. */
  readonly first: number;
  /** The other options of the call: its output, and the numbers, if any are given. */
  readonly out: unknown;
  readonly rest: Options | undefined;
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

/** The arrays of a call, checked, with the pattern of their slopes if there is an array of them. */
export interface Arranged {
  readonly type: ElementType;
  readonly length: number;
  readonly arrays: readonly CheckedArray[];
  readonly pattern: Pattern | undefined;
}

/** The slopes of a function with `names` of parameters that may be arrays, none of which are. */
export function noSlopes(names: readonly string[]): Slopes {
  const arrays = names.map(() => undefined);
  return { names, arrays, first: -1, shape: undefined, channelAxis: undefined, slopeShape: undefined, out: undefined, rest: undefined };
}

/**
 * Reads each option once: those of slopes, and those left for an activation with one slope. The
 * parameters are the first of the `known` options, `count` of them.
 */
export function readSlopes(where: string, options: unknown, known: readonly string[], count: number, bound: Slopes): Slopes {
  if (options === undefined) return bound;
  const { names } = bound;
  const given = readOptions(where, options, known, "options", known[0]);
  let { arrays } = bound;
  const rest: Record<string, unknown> = {};
  let first = -1;
  for (let i = 0, k = 0; i < count; i++) {
    const name = known[i] as string;
    const value = given[name];
    const isArray = name === names[k] && isFloats(where, name, value);
    rest[name] = isArray ? undefined : value;
    if (name !== names[k]) continue;
    const array = isArray ? (value as FloatArray) : value === undefined ? bound.arrays[k] : undefined;
    if (array !== arrays[k]) arrays = replaced(arrays, k, array);
    if (first < 0 && array !== undefined) first = k;
    k++;
  }
  const { shape = bound.shape, channelAxis, slopeShape, out } = given;
  rest.out = out;
  if (shape === bound.shape && channelAxis === undefined && slopeShape === undefined)
    return { names, arrays, first, shape, channelAxis: bound.channelAxis, slopeShape: bound.slopeShape, out, rest };
  const lie = readLie(where, { shape, channelAxis, slopeShape }, bound);
  return { names, arrays, first, shape, channelAxis: lie.channelAxis, slopeShape: lie.slopeShape, out, rest };
}

/** A list with another value at a place. */
function replaced<A>(list: readonly A[], place: number, value: A): readonly A[] {
  const copy = list.slice();
  copy[place] = value;
  return copy;
}

/** Whether a parameter is an array, and not a number or left out. */
function isFloats(where: string, name: string, value: unknown): boolean {
  const tag = tagOf(value);
  if (tag === "Float32Array" || tag === "Float64Array") return true;
  if (value === undefined || typeof value === "number") return false;
  const expected = "a number, or an array with one for each channel";
  return fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${expected}`, TypeError);
}

/** Reads the layout of a call's slopes: that of its options, else what is bound of it. */
function readLie(where: string, { shape, channelAxis, slopeShape }: Lie, bound: Lie): Lie {
  if (channelAxis !== undefined && slopeShape !== undefined)
    fail("HILLOCK_OPTION", where, "channelAxis and slopeShape are both given, expected one of them");
  const says = channelAxis !== undefined || slopeShape !== undefined;
  const lie = says ? { shape, channelAxis, slopeShape } : { shape, channelAxis: bound.channelAxis, slopeShape: bound.slopeShape };
  if (lie.channelAxis !== undefined && shape === undefined)
    fail("HILLOCK_OPTION", where, "channelAxis is given without the shape that it is an axis of");
  if (lie.slopeShape !== undefined && shape === undefined)
    fail("HILLOCK_OPTION", where, "slopeShape is given without the shape that it broadcasts to");
  return lie;
}

/** Refuses what is said of channels where x is a number. */
export function refuseChannels(where: string, { names, arrays, first, shape }: Slopes): void {
  if (first >= 0)
    fail("HILLOCK_PARAMETER", where, `${names[first]} is ${describe(arrays[first])}, expected a number, as the argument is one`, TypeError);
  if (shape !== undefined) fail("HILLOCK_OPTION", where, "shape is given for a number, expected it only with arrays");
}

/**
 * Checks the arrays of a call and how the channels lie in them. Outputs that are undefined are made
 * where there is an array of slopes.
 *
 * Written for a call on 16 elements, as `checkOperands` is: loops instead of what makes arrays and
 * copies them.
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
  const required: ArrayRequirement[] = layout ? wantedArrays(slopes, layout) : [];
  const tables = required.length;
  if (layout || outs.length === 0)
    for (let i = 0; i < inputs.length; i++) required.push(requirement(inputs[i] as string, values[i], length, undefined, false, undefined));
  if (layout)
    for (let i = 0; i < outputs.length; i++) required.push(requirement(outputs[i] as string, outs[i], length, undefined, true, inputs));
  const arrays = checkArrays(where, type, like, memory, required);
  return { type, length, arrays: tables === 0 ? arrays : arrays.slice(tables), pattern: layout?.pattern };
}

/** A requirement with all its properties: objects of one kind are read faster. */
function requirement(
  name: string,
  array: unknown,
  length: number,
  lengthReason: string | undefined,
  output: boolean,
  inPlace: readonly string[] | undefined,
): ArrayRequirement {
  return { name, array, length, lengthReason, output, inPlace } as ArrayRequirement;
}

/**
 * The requirements on the arrays of slopes for an argument of `length` elements; none where one
 * slope is for all.
 */
export function wantedSlopes(where: string, type: ElementType, like: string, length: number, slopes: Slopes): readonly ArrayRequirement[] {
  const layout = readLayout(where, type, like, length, slopes);
  return layout ? wantedArrays(slopes, layout) : [];
}

/**
 * Refuses an array with an entry beyond the limits of its parameter. Where there are none, NaN and
 * infinities are numbers like others, as in x.
 */
export function checkEntries(where: string, { names, arrays }: Slopes, rules: Readonly<Record<string, Parameter>>): void {
  for (let k = 0; k < names.length; k++) {
    const array = arrays[k];
    const rule = rules[names[k] as string] as Parameter;
    const { minimum, maximum } = rule;
    if (!array || minimum === undefined || maximum === undefined) continue;
    const length = lengthOf(array);
    for (let i = 0; i < length; i++)
      if (!(array[i] >= minimum && array[i] <= maximum)) checkParameter(where, `${names[k]}[${i}]`, array[i], rule);
  }
}

function wantedArrays({ names, arrays }: Slopes, { pattern, because }: Layout): ArrayRequirement[] {
  const wanted: ArrayRequirement[] = [];
  for (let k = 0; k < names.length; k++)
    if (arrays[k] !== undefined) wanted.push(requirement(names[k] as string, arrays[k], pattern.count, because, false, undefined));
  return wanted;
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
  const { names, arrays, first, shape } = slopes;
  for (let k = 0; k < names.length; k++) if (arrays[k] !== undefined) sameType(where, names[k] as string, arrays[k], type, like);
  const layout = shape === undefined ? undefined : layoutOfShape(where, like, length, slopes);
  if (first < 0 || layout) return first < 0 ? undefined : layout;
  const name = names[first] as string;
  const count = repeatedLength(where, name, arrays[first] as FloatArray, like, length);
  return { pattern: patternOfAxis(count, 1), because: names.length > 1 ? `that of ${name}` : undefined };
}

function layoutOfShape(where: string, like: string, length: number, { shape: given, channelAxis, slopeShape }: Slopes): Layout {
  const names = { axisName: "channelAxis", defaultAxis: slopeShape === undefined ? 1 : 0, of: like };
  if (channelAxis === undefined) checkDimensions(where, given, names.defaultAxis + 1, ": channelAxis is 1 by default");
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
