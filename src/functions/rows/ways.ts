import { productOf, type Shape } from "../../call/shape.js";

/**
 * The shapes that broadcast to that of x and have this length, but for `last`, which has only the last dimensions: as many as are `enough`.
 *
 * Where `last` tells the entries of a row apart, those that do not are passed over for a mask that is added: one number for all of a row
 * makes no difference, so nobody means it.
 */
export function otherWays(
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
