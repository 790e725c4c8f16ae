import { attached, checkOptions, elementType, sameType } from "../arguments.js";
import { bufferOf, type ElementType, type FloatArray, lengthOf, tagOf } from "../arrays.js";
import { describe, fail } from "../errors.js";
import type { LinearMemory } from "../memory.js";
import { type Placed, place, type Wanted } from "../placement.js";
import { readShape } from "../shape.js";
import type { Channels } from "./table.js";

/** What a call says of slopes: an array of them, unless there is one for all, and how the channels lie. */
export interface Slopes {
  readonly array?: unknown;
  readonly shape?: unknown;
  readonly channelAxis?: unknown;
}

/** The names of a method's inputs and outputs, as messages give them. */
export interface Names {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The arrays of a call, checked. Without an array of slopes there is nothing more to know of them here. */
export interface Arranged {
  readonly type: ElementType;
  readonly length: number;
  readonly arrays: readonly Placed[];
  readonly channels: Channels | undefined;
}

/** Reads each option once: what the call says of slopes, and the options that are left for an activation with one slope. */
export function readSlopes(where: string, options: unknown, known: readonly string[], bound: Slopes) {
  if (options === undefined || typeof options === "number") return { slopes: bound, out: undefined, rest: options };
  checkOptions(where, options, known);
  const { alpha, shape = bound.shape, channelAxis = bound.channelAxis, out } = options;
  const isArray = tagOf(alpha) === "Float32Array" || tagOf(alpha) === "Float64Array";
  if (alpha !== undefined && typeof alpha !== "number" && !isArray)
    fail(TypeError, "HILLOCK_PARAMETER", where, `alpha is ${describe(alpha)}, expected a number, or an array with one for each channel`);
  if (channelAxis !== undefined && shape === undefined)
    fail(TypeError, "HILLOCK_OPTION", where, "channelAxis is given without the shape that it is an axis of");
  const array = isArray ? alpha : alpha === undefined ? bound.array : undefined;
  return { slopes: { array, shape, channelAxis }, out, rest: { alpha: isArray ? undefined : alpha, out } };
}

/** Refuses what is said of channels where x is a number. */
export function refuseChannels(where: string, { array, shape }: Slopes): void {
  if (array !== undefined)
    fail(TypeError, "HILLOCK_PARAMETER", where, `alpha is ${describe(array)}, expected a number, as the argument is one`);
  if (shape !== undefined) fail(TypeError, "HILLOCK_OPTION", where, "shape is given for a number, expected it only with arrays");
}

/** Checks the arrays of a call and how the channels lie in them. Outputs that are undefined are made where there is an array of slopes. */
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
  const first = values[0] as FloatArray;
  const length = lengthOf(first);
  attached(where, like, first, bufferOf(first), length);
  const layout = readLayout(where, type, like, length, slopes);
  const given = inputs.map((name, i) => ({ name, array: values[i], length }));
  if (!layout) return { type, length, arrays: outs.length ? [] : place(where, type, like, memory, given), channels: undefined };
  const [alpha, ...arrays] = place(where, type, like, memory, [
    { name: "alpha", array: slopes.array, length: layout.count, because: layout.because },
    ...given,
    ...outputs.map((name, i) => ({ name, array: outs[i], length, output: true, inPlace: inputs })),
  ]);
  return { type, length, arrays, channels: { slopes: alpha.array, count: layout.count, inner: layout.inner } };
}

/** What an array of slopes must be for an argument of `length` elements; nothing where there is one slope for all. */
export function wantedSlopes(where: string, type: ElementType, like: string, length: number, slopes: Slopes): readonly Wanted[] {
  const layout = readLayout(where, type, like, length, slopes);
  return layout ? [{ name: "alpha", array: slopes.array, length: layout.count, because: layout.because }] : [];
}

/** How many channels there are, why so many, and how many elements of each stand together. Of one slope for all, only the shape is checked. */
function readLayout(where: string, type: ElementType, like: string, length: number, { array, shape, channelAxis }: Slopes) {
  if (array !== undefined) sameType(where, "alpha", array, type, like);
  if (shape !== undefined) {
    const { n, inner, axis } = readShape(where, { shape, axis: channelAxis }, length, {
      axisName: "channelAxis",
      defaultAxis: 1,
      of: like,
    });
    return array === undefined ? undefined : { count: n, because: `shape[${axis}]`, inner };
  }
  if (array === undefined) return undefined;
  const count = lengthOf(array as FloatArray);
  attached(where, "alpha", array as FloatArray, bufferOf(array as FloatArray), count);
  if (count === 0 ? length > 0 : length % count > 0)
    fail(RangeError, "HILLOCK_LENGTH", where, `alpha has length ${count}, expected a divisor of the length of ${like}, ${length}`);
  return { count, because: undefined, inner: 1 };
}
