import { copyInto, type ElementType, type FloatArray, viewOf } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";

/** Up to so many elements a loop copies faster than `set`. */
const LOOP = 48;

/** Where stretches of an array begin, and how far apart they are. */
export interface Stretches {
  readonly start: number;
  readonly step: number;
}

/** Copies `count` stretches of `length` elements. Those that follow each other in both arrays are one. */
export function copyStretches(
  type: ElementType,
  from: FloatArray,
  source: Stretches,
  to: FloatArray,
  target: Stretches,
  count: number,
  length: number,
): void {
  if (count > 1 && source.step === length && target.step === length) {
    copyStretches(type, from, source, to, target, 1, count * length);
    return;
  }
  for (let i = 0; i < count; i++) {
    const at = source.start + i * source.step;
    const toAt = target.start + i * target.step;
    if (length > LOOP) copyInto(to, viewOf(from, type, at, length), toAt);
    else for (let k = 0; k < length; k++) to[toAt + k] = from[at + k];
  }
}

/** Where entries of a row are. */
export function entriesOf({ n, inner }: Shape, row: number, from: number): Stretches {
  return { start: Math.floor(row / inner) * n * inner + (row % inner) + from * inner, step: inner };
}
