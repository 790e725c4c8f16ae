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

/** The place of the first element of a row. */
export function positionOf(row: number, { n, inner }: Pick<Shape, "n" | "inner">): number {
  return Math.floor(row / inner) * n * inner + (row % inner);
}

/** The name of the option `axis`, its default, and the array that it is an axis of. */
interface AxisNames {
  readonly axisName: string;
  readonly defaultAxis: number;
  readonly of: string;
}

const USUAL: AxisNames = { axisName: "axis", defaultAxis: -1, of: "x" };

/**
 * Reads the options `shape` and `axis` of a call on an array of `length` elements. Without a
 * shape, the array is one row.
 */
export function readShape(
  where: string,
  given: { readonly shape: unknown; readonly axis: unknown },
  length: number,
  { axisName, defaultAxis, of }: AxisNames = USUAL,
): Shape {
  const shape = given.shape === undefined ? [length] : readDimensions(where, "shape", given.shape, "[64, 1000]");
  const axis = readAxis(where, axisName, given.axis ?? defaultAxis, shape.length);
  const total = productOf(shape);
  if (total !== length) fail("HILLOCK_SHAPE", where, `${of} has length ${length}, expected that of shape, ${shape.join(" * ")} = ${total}`);
  return { shape, axis, outer: productOf(shape.slice(0, axis)), n: shape[axis], inner: productOf(shape.slice(axis + 1)) };
}

/**
 * Refuses a shape of which there is none, or with fewer dimensions than a function needs; `reason`
 * says why it does.
 */
export function checkDimensions(where: string, shape: unknown, least: number, reason = ""): void {
  const expected = `expected ${least} dimensions at least${reason}`;
  if (shape === undefined) fail("HILLOCK_SHAPE", where, `shape is missing, ${expected}`, TypeError);
  if (Array.isArray(shape) && shape.length > 0 && shape.length < least)
    fail("HILLOCK_SHAPE", where, `shape has ${shape.length} dimension${shape.length === 1 ? "" : "s"}, ${expected}`);
}

/** The number of elements of an array of these dimensions. */
export function productOf(dimensions: readonly number[]): number {
  return dimensions.reduce((before, dimension) => before * dimension, 1);
}

/**
 * Checks an option that is a list of dimensions. `name` is what it is called, `example` one for the
 * message.
 */
export function readDimensions(where: string, name: string, value: unknown, example: string): readonly number[] {
  if (!Array.isArray(value)) fail("HILLOCK_SHAPE", where, `${name} is ${describe(value)}, expected an array such as ${example}`, TypeError);
  const dimensions: unknown[] = [...value];
  if (dimensions.length === 0) fail("HILLOCK_SHAPE", where, `${name} is empty, expected one dimension at least`);
  dimensions.forEach((dimension, i) => {
    if (typeof dimension !== "number")
      fail("HILLOCK_SHAPE", where, `${name}[${i}] is ${describe(dimension)}, expected a number of elements`, TypeError);
    if (!Number.isSafeInteger(dimension) || dimension < 0)
      fail("HILLOCK_SHAPE", where, `${name}[${i}] is ${describe(dimension)}, expected a whole number, 0 or more`);
  });
  return dimensions as number[];
}

function readAxis(where: string, name: string, axis: unknown, dimensions: number): number {
  if (typeof axis !== "number") fail("HILLOCK_SHAPE", where, `${name} is ${describe(axis)}, expected a number`, TypeError);
  if (!Number.isInteger(axis) || axis < -dimensions || axis >= dimensions)
    fail(
      "HILLOCK_SHAPE",
      where,
      `${name} is ${describe(axis)}, expected a whole number from ${-dimensions} to ${dimensions - 1} for a shape of ${dimensions} dimension${dimensions === 1 ? "" : "s"}`,
    );
  return axis < 0 ? axis + dimensions : axis;
}
