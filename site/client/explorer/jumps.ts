/** Jumps of functions, found between inputs at which they are known. */

/** The inputs on either side of a jump. */
export type Sides = readonly [before: number, after: number];

/** A step that is so many times as high as one beside it may be a jump. */
const HIGHER = 4;
/** Steps lower than this share of the largest value are not seen, or nothing but a rounding. */
const SEEN = 1e-4;
/** The part of a step that stays where its inputs come together, if it is a jump. */
const STAYS = 0.25;

/**
 * The jumps of a function that has values `y` at rising inputs `x`: by halving a step again and
 * again, the sides of each come as near to each other as `near`.
 */
export function jumpsOf(f: (x: number) => number, x: ArrayLike<number>, y: ArrayLike<number>, near: number): readonly Sides[] {
  const height = (i: number) => Math.abs((y[i] as number) - (y[i - 1] as number));
  const least = Array.from(y).reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) * SEEN;
  const found: Sides[] = [];
  for (let i = 1; i < x.length; i++) {
    const beside = Math.min(i > 1 ? height(i - 1) : Infinity, i + 1 < x.length ? height(i + 1) : Infinity);
    if (!(height(i) > Math.max(least, HIGHER * beside))) continue;
    const sides = nearest(f, [x[i - 1] as number, x[i] as number], near);
    if (Math.abs(f(sides[1]) - f(sides[0])) > STAYS * height(i)) found.push(sides);
  }
  return found;
}

/** The ends of the higher part of a step, as near to each other as they have to be. */
function nearest(f: (x: number) => number, [from, to]: Sides, near: number): Sides {
  let [low, high] = [from, to];
  while (high - low > near) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    const value = f(middle);
    if (Math.abs(f(high) - value) > Math.abs(value - f(low))) low = middle;
    else high = middle;
  }
  return [low, high];
}
