import { describe, fail } from "./errors.js";

/** An array seen as rows along one axis: element i of row (o, k) is at (o * n + i) * inner + k. */
export interface Shape {
  readonly shape: readonly number[];
  /** 0 or more. */
  readonly axis: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** What the option `axis` is called, which axis is meant without it, and of what array. */
interface AxisNames {
  readonly axisName: string;
  readonly defaultAxis: number;
  readonly of: string;
}

const USUAL: AxisNames = { axisName: "axis", defaultAxis: -1, of: "x" };

/**
 * Reads the options `shape` and `axis` of a call on an array of `length` elements. Without a shape, the array is one row.
 */
export function readShape(
  where: string,
  given: { readonly shape: unknown; readonly axis: unknown },
  length: number,
  { axisName, defaultAxis, of }: AxisNames = USUAL,
): Shape {
  const shape = given.shape === undefined ? [length] : readDimensions(where, given.shape, "shape", "[64, 1000]");
  const axis = readAxis(where, axisName, given.axis ?? defaultAxis, shape.length);
  const total = shape.reduce((product, dimension) => product * dimension, 1);
  if (total !== length)
    fail(RangeError, "HILLOCK_SHAPE", where, `${of} has length ${length}, expected that of shape, ${shape.join(" * ")} = ${total}`);
  const product = (from: number, to: number): number => shape.slice(from, to).reduce((before, dimension) => before * dimension, 1);
  return { shape, axis, outer: product(0, axis), n: shape[axis], inner: product(axis + 1, shape.length) };
}

/** Reads dimensions from the option that messages call `name`. */
export function readDimensions(where: string, shape: unknown, name: string, such: string): readonly number[] {
  if (!Array.isArray(shape)) fail(TypeError, "HILLOCK_SHAPE", where, `${name} is ${describe(shape)}, expected an array such as ${such}`);
  const dimensions: unknown[] = [...shape];
  if (dimensions.length === 0) fail(RangeError, "HILLOCK_SHAPE", where, `${name} is empty, expected one dimension at least`);
  dimensions.forEach((dimension, i) => {
    if (typeof dimension !== "number")
      fail(TypeError, "HILLOCK_SHAPE", where, `${name}[${i}] is ${describe(dimension)}, expected a number of elements`);
    if (!Number.isSafeInteger(dimension) || dimension < 0)
      fail(RangeError, "HILLOCK_SHAPE", where, `${name}[${i}] is ${describe(dimension)}, expected a whole number, 0 or more`);
  });
  return dimensions as number[];
}

function readAxis(where: string, name: string, axis: unknown, dimensions: number): number {
  if (typeof axis !== "number") fail(TypeError, "HILLOCK_SHAPE", where, `${name} is ${describe(axis)}, expected a number`);
  if (!Number.isInteger(axis) || axis < -dimensions || axis >= dimensions)
    fail(
      RangeError,
      "HILLOCK_SHAPE",
      where,
      `${name} is ${describe(axis)}, expected a whole number from ${-dimensions} to ${dimensions - 1} for a shape of ${dimensions} dimension${dimensions === 1 ? "" : "s"}`,
    );
  return axis < 0 ? axis + dimensions : axis;
}
