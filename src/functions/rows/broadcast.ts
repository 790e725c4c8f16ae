import { fail } from "../../call/errors.js";
import { productOf, readDimensions, type Shape } from "../../call/shape.js";

/**
 * The places of rows' entries in a mask whose shape is broadcast to that of x: as many dimensions,
 * each the same or 1.
 */
export class Broadcast {
  /** The distance from one entry of a row to the next. */
  readonly step: number;
  /**
   * The dimensions without the axis, from the last to the first, and how far it is in the mask from
   * one index to the next.
   */
  private readonly dimensions: { readonly size: number; readonly stride: number }[] = [];

  constructor({ shape, axis }: Shape, maskShape: readonly number[]) {
    let distance = 1;
    let step = 0;
    for (let i = shape.length - 1; i >= 0; i--) {
      const stride = maskShape[i] === 1 ? 0 : distance;
      distance *= maskShape[i];
      if (i === axis) step = stride;
      else this.add(shape[i], stride);
    }
    this.step = step;
  }

  /** The index of what belongs to the first entry of a row. */
  start(row: number): number {
    let at = 0;
    for (const { size, stride } of this.dimensions) {
      const next = Math.floor(row / size);
      at += (row - next * size) * stride;
      row = next;
    }
    return at;
  }

  /**
   * Adds a dimension before the others, as one with that behind it where the two are walked as one.
   */
  private add(size: number, stride: number): void {
    const last = this.dimensions.at(-1);
    if (size === 1) return;
    if (last && stride === last.stride * last.size)
      this.dimensions[this.dimensions.length - 1] = { size: last.size * size, stride: last.stride };
    else this.dimensions.push({ size, stride });
  }
}

/**
 * The dimensions of a mask, as many as x has. Without the option `maskShape` they are those of x,
 * or the last of them, if the length says which.
 */
export function readMaskShape(where: string, maskShape: unknown, length: number, additive: boolean, shape: Shape): readonly number[] {
  if (maskShape === undefined) return shapeByLength(where, length, additive, shape);
  const given = readDimensions(where, "maskShape", maskShape, "[8, 1, 1, 64]");
  const wanted = shape.shape;
  const missing = wanted.length - given.length;
  const name = `[${wanted.join(", ")}]`;
  if (missing < 0)
    fail("HILLOCK_SHAPE", where, `maskShape has ${given.length} dimensions, expected at most ${wanted.length}, those of shape ${name}`);
  given.forEach((dimension, i) => {
    const expected = wanted[missing + i];
    if (dimension !== expected && dimension !== 1)
      fail(
        "HILLOCK_SHAPE",
        where,
        `maskShape[${i}] is ${dimension}, expected ${expected === 1 ? "" : `${expected} or `}1 to broadcast to shape ${name}`,
      );
  });
  const total = productOf(given);
  if (length !== total)
    fail("HILLOCK_LENGTH", where, `mask has length ${length}, expected that of maskShape, ${given.join(" * ")} = ${total}`);
  return [...Array<number>(missing).fill(1), ...given];
}

/** The last dimensions that make this length, where no others do. */
function shapeByLength(where: string, length: number, additive: boolean, shape: Shape): readonly number[] {
  const dimensions = shape.shape;
  const lengths = dimensions.map((_, i) => productOf(dimensions.slice(i)));
  if (length === lengths[0]) return dimensions;
  const from = lengths.lastIndexOf(length);
  const last = from < 0 ? undefined : dimensions.map((dimension, i) => (i < from ? 1 : dimension));
  const others = otherWays(length, shape, last, additive, MOST + 1);
  if (last && others.length === 0) return last;
  const [more, ...ways] = [others.length > MOST, ...[...(last ? [last] : []), ...others.slice(0, MOST)].map(written)];
  const list = `${ways.join(" or ")}${more ? " or others" : ""}`;
  if (last)
    fail(
      "HILLOCK_SHAPE",
      where,
      `mask has length ${length}, which fits shape [${dimensions.join(", ")}] in more than one way: say maskShape, ${list}`,
    );
  return fail(
    "HILLOCK_LENGTH",
    where,
    `mask has length ${length}, expected ${lengths[0]} like x${lengths.length > 1 ? `, or that of the last dimensions of shape, ${lengths.slice(1).join(" or ")}` : ""}${list && `; with maskShape it may be ${list}`}`,
  );
}

/** The most alternatives that a message names. */
const MOST = 4;

/** A shape as users write it, without the dimensions of 1 before the others. */
function written(shape: readonly number[]): string {
  const first = shape.findIndex((dimension) => dimension !== 1);
  return `[${shape.slice(first < 0 ? -1 : first).join(", ")}]`;
}

/**
 * The shapes that broadcast to that of x and have this length, but for `last`, which has only the
 * last dimensions: as many as are `enough`.
 *
 * Where `last` tells the entries of a row apart, those that do not are passed over for a mask that
 * is added: one number for all of a row makes no difference, so nobody means it.
 */
function otherWays(
  length: number,
  { shape, axis }: Shape,
  last: readonly number[] | undefined,
  additive: boolean,
  enough: number,
): readonly (readonly number[])[] {
  const found: number[][] = [];
  const alongRows = additive && last !== undefined && last[axis] !== 1;
  const search = (i: number, left: number, behind: readonly number[]): void => {
    const before = productOf(shape.slice(0, i));
    if (found.length === enough || (left === 0 ? before !== 0 : before % left !== 0)) return;
    if (i === 0) {
      const way = [...behind];
      if (!(alongRows && way[axis] === 1) && !way.every((dimension, k) => dimension === last?.[k])) found.push(way);
      return;
    }
    const dimension = shape[i - 1];
    if (dimension > 1 && left % dimension === 0) search(i - 1, left / dimension, [dimension, ...behind]);
    search(i - 1, left, [1, ...behind]);
  };
  search(shape.length, length, []);
  return found;
}
