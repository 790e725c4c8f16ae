/**
 * The walk over arrays with a random number for each element, in pieces whose words stay in the
 * first cache. As in ../../walk.ts, a tail is copied to the scratch of the context.
 *
 * `first` is the place of the first element in the stream of `seed`, both whole and below 2^53;
 * `room` is memory for the words of a piece.
 */
import { instance, narrow, widenHigh, widenLow } from "../../lanes";
import { draw } from "../../math/philox";
import { Drawn, Randomized } from "./randomized";

/** Elements of a piece. */
const PIECE: usize = 1024;

/** A method of the activation, as the walk calls it. */
abstract class RandomMethod {
  abstract at(x: v128, u: v128, dy: v128): v128;
}

class RandomValue<K extends Drawn> extends RandomMethod {
  at(x: v128, u: v128, dy: v128): v128 {
    return instance<K>().value(x, u);
  }
}

class RandomDerivative<K extends Randomized> extends RandomMethod {
  at(x: v128, u: v128, dy: v128): v128 {
    return instance<K>().derivative(x, u);
  }
}

class RandomBackward<K extends Randomized> extends RandomMethod {
  at(x: v128, u: v128, dy: v128): v128 {
    return instance<K>().backward(dy, x, u);
  }
}

/** Two words as numbers in [0, 1). */
function uniform(words: v128): v128 {
  return f64x2.mul(f64x2.convert_low_i32x4_u(words), f64x2.splat(1 / 4294967296));
}

/** `F` on a vector of arrays of `T`, with the words of its elements. */
function onVector<F extends RandomMethod, T extends number>(x: v128, words: v128, dy: v128): v128 {
  const f = instance<F>();
  const low = f.at(widenLow<T>(x), uniform(words), widenLow<T>(dy));
  if (sizeof<T>() === 8) return low;
  return narrow<T>(low, f.at(widenHigh(x), uniform(v128.shuffle<i64>(words, words, 1, 1)), widenHigh(dy)));
}

/** One vector of each array. */
function step<F extends RandomMethod, G extends RandomMethod, T extends number>(
  dy: usize,
  x: usize,
  words: usize,
  y: usize,
  d: usize,
): void {
  const element = v128.load(x);
  const gradient = v128.load(dy);
  const bits = sizeof<T>() === 8 ? v128.load64_zero(words) : v128.load(words);
  const first = onVector<F, T>(element, bits, gradient);
  const second = onVector<G, T>(element, bits, gradient);
  v128.store(y, first);
  v128.store(d, second);
}

/** One piece, of `bytes` of each array. */
function overPiece<F extends RandomMethod, G extends RandomMethod, T extends number>(
  dy: usize,
  x: usize,
  words: usize,
  y: usize,
  d: usize,
  bytes: usize,
  c: usize,
): void {
  const tail = bytes & 15;
  const end = bytes - tail;
  for (let i: usize = 0; i < end; i += 16) step<F, G, T>(dy + i, x + i, words + (4 * i) / sizeof<T>(), y + i, d + i);
  if (!tail) return;
  memory.copy(c, x + end, tail);
  memory.copy(c + 16, dy + end, tail);
  step<F, G, T>(c + 16, c, words + (4 * end) / sizeof<T>(), c + 32, c + 48);
  memory.copy(y + end, c + 32, tail);
  memory.copy(d + end, c + 48, tail);
}

/** Walks over all pieces. Where there is no second result, `d` is `y`, and `G` is `F`. */
function walk<F extends RandomMethod, G extends RandomMethod, T extends number>(
  seed: f64,
  first: f64,
  room: usize,
  dy: usize,
  x: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  for (let from: usize = 0; from < n; from += PIECE) {
    const count = min(PIECE, n - from);
    const words = draw(seed as u64, (first as u64) + from, room, count);
    const at = from * sizeof<T>();
    overPiece<F, G, T>(dy + at, x + at, words, y + at, d + at, count * sizeof<T>(), c);
  }
}

export function value<K extends Drawn, T extends number>(seed: f64, first: f64, room: usize, x: usize, y: usize, n: usize, c: usize): void {
  walk<RandomValue<K>, RandomValue<K>, T>(seed, first, room, x, x, y, y, n, c);
}

export function derivative<K extends Randomized, T extends number>(
  seed: f64,
  first: f64,
  room: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<RandomDerivative<K>, RandomDerivative<K>, T>(seed, first, room, x, x, y, y, n, c);
}

export function valueAndDerivative<K extends Randomized, T extends number>(
  seed: f64,
  first: f64,
  room: usize,
  x: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  walk<RandomValue<K>, RandomDerivative<K>, T>(seed, first, room, x, x, y, d, n, c);
}

export function backward<K extends Randomized, T extends number>(
  seed: f64,
  first: f64,
  room: usize,
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<RandomBackward<K>, RandomBackward<K>, T>(seed, first, room, dy, x, dx, dx, n, c);
}
