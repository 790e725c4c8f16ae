/**
 * Passes for the gradients of rows, in f64 lanes for arrays of either type. y is a row of results,
 * dy their gradients.
 */
import { instance, Lanes, narrow, widenHigh, widenLow } from "../../lanes";
import { across, copyTail, total } from "./passes";

/** The offset of the first of the largest results, in bytes; `size` where all are NaN. */
export function peak<T extends number>(y: usize, size: usize): usize {
  const end = size & ~15;
  let best = v128.splat<T>(-Infinity as T);
  for (let i: usize = 0; i < end; i += 16) best = instance<Lanes<T>>().max(best, v128.load(y + i));
  best = across<T>(best);
  let most = v128.extract_lane<T>(best, 0);
  for (let i = end; i < size; i += sizeof<T>()) if (load<T>(y + i) > most) most = load<T>(y + i);
  let i: usize = 0;
  while (i < end && !v128.any_true(v128.eq<T>(v128.load(y + i), v128.splat<T>(most)))) i += 16;
  while (i < size && load<T>(y + i) !== most) i += sizeof<T>();
  return i;
}

/** The index of the first of the largest results of a piece of a row. */
export function backwardPeak<T extends number>(y: usize, n: usize, c: usize): usize {
  return peak<T>(y, n * sizeof<T>()) / sizeof<T>();
}

/** Adds up (dy - pivot) y. */
export function weightedSum<T extends number>(dy: usize, y: usize, pivot: f64, size: usize): f64 {
  const op = instance<Lanes<f64>>();
  const end = size & ~15;
  const p = f64x2.splat(pivot);
  let lower = op.splat(0);
  let upper = op.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    const a = v128.load(dy + i);
    const b = v128.load(y + i);
    lower = op.madd(op.sub(widenLow<T>(a), p), widenLow<T>(b), lower);
    if (sizeof<T>() === 4) upper = op.madd(op.sub(widenHigh(a), p), widenHigh(b), upper);
  }
  let sum = f64x2.extract_lane(total(op.add(lower, upper)), 0);
  for (let i = end; i < size; i += sizeof<T>()) sum += (<f64>load<T>(dy + i) - pivot) * <f64>load<T>(y + i);
  return sum;
}

/** Adds up dy without the element at `skipped`, which is one of the vector that holds it. */
export function sumWithout<T extends number>(dy: usize, skipped: usize, size: usize): f64 {
  const op = instance<Lanes<f64>>();
  const end = size & ~15;
  const hole = skipped & ~15;
  let lower = op.splat(0);
  let upper = op.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    if (i === hole) continue;
    const a = v128.load(dy + i);
    lower = op.add(widenLow<T>(a), lower);
    if (sizeof<T>() === 4) upper = op.add(widenHigh(a), upper);
  }
  let sum = f64x2.extract_lane(total(op.add(lower, upper)), 0);
  const holeEnd = hole < end ? hole + 16 : end;
  for (let i = hole; i < holeEnd; i += sizeof<T>()) if (i !== skipped) sum += <f64>load<T>(dy + i);
  for (let i = end; i < size; i += sizeof<T>()) if (i !== skipped) sum += <f64>load<T>(dy + i);
  return sum;
}

/**
 * The gradient of an entry, from dy and y in f64 lanes and one or two numbers that are known of the
 * row.
 */
export abstract class Gradient {
  abstract at(dy: v128, y: v128, a: v128, b: v128): v128;
}

/** Writes the gradients of a row. dx may be dy or y. */
export function writeGradients<G extends Gradient, T extends number>(
  dy: usize,
  y: usize,
  dx: usize,
  a: f64,
  b: f64,
  size: usize,
  c: usize,
): void {
  const g = instance<G>();
  const first = f64x2.splat(a);
  const second = f64x2.splat(b);
  const end = size & ~15;
  const tail = size - end;
  copyTail<T>(c, dy + end, tail);
  copyTail<T>(c + 16, y + end, tail);
  let to = dx;
  for (let stop = end; ; stop = 16) {
    for (let i: usize = 0; i < stop; i += 16) {
      const gradient = v128.load(dy + i);
      const result = v128.load(y + i);
      const lower = g.at(widenLow<T>(gradient), widenLow<T>(result), first, second);
      if (sizeof<T>() === 8) v128.store(to + i, lower);
      else v128.store(to + i, narrow<T>(lower, g.at(widenHigh(gradient), widenHigh(result), first, second)));
    }
    if (dy === c || !tail) break;
    dy = c;
    y = c + 16;
    to = c + 32;
  }
  copyTail<T>(dx + end, c + 32, tail);
}
