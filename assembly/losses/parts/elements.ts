/**
 * Losses of elements that know nothing of each other: for each logit x and target t the loss, and
 * the gradient of the mean.
 */
import { PARAMETERS } from "../../context";
import { instance, Lanes, narrow, widenHigh, widenLow } from "../../lanes";
import { sumError } from "../../math/exact";

/**
 * A loss in `f64` lanes. The kernel's parameters are a weight c, 1 / n and n, and those of the
 * loss; there may be a c for every element.
 */
export abstract class ElementLoss extends Lanes<f64> {
  abstract loss(x: v128, t: v128, c: v128): v128;
  abstract gradient(x: v128, t: v128, c: v128): v128;

  /**
   * Whether a target between 0 and 1 has a second term, which is left out of {@link loss} and
   * {@link gradient}: targets of 0 and 1 need not wait for it.
   */
  get hasSecondTerm(): bool {
    return false;
  }

  secondLoss(x: v128, t: v128, c: v128): v128 {
    return t;
  }

  secondGradient(x: v128, t: v128, c: v128): v128 {
    return t;
  }
}

/** Both terms of targets between 0 and 1, the first of others. */
class BothTerms<K extends ElementLoss> extends ElementLoss {
  loss(x: v128, t: v128, c: v128): v128 {
    const op = instance<K>();
    return v128.bitselect(op.add(op.loss(x, t, c), op.secondLoss(x, t, c)), op.loss(x, t, c), this.isBetween(t));
  }

  gradient(x: v128, t: v128, c: v128): v128 {
    const op = instance<K>();
    return v128.bitselect(op.add(op.gradient(x, t, c), op.secondGradient(x, t, c)), op.gradient(x, t, c), this.isBetween(t));
  }

  private isBetween(t: v128): v128 {
    return v128.and(f64x2.gt(t, this.splat(0)), f64x2.lt(t, this.splat(1)));
  }
}

/** Whether any target of a vector is between 0 and 1. */
function areBetween<T extends number>(t: v128): bool {
  const op = instance<Lanes<T>>();
  return v128.any_true(v128.and(v128.gt<T>(t, op.splat(0)), v128.lt<T>(t, op.splat(1))));
}

/**
 * The losses of a vector, written and, for `f32`, added by twos. The weights are at c, and `next`
 * bytes on.
 */
function losses<K extends ElementLoss, T extends number>(x: usize, t: usize, c: usize, next: usize, loss: usize): v128 {
  const op = instance<K>();
  const low = op.loss(widenLow<T>(v128.load(x)), widenLow<T>(v128.load(t)), v128.load(c));
  const high = sizeof<T>() === 4 ? op.loss(widenHigh(v128.load(x)), widenHigh(v128.load(t)), v128.load(c + next)) : f64x2.splat(0);
  v128.store(loss, narrow<T>(low, high));
  return sizeof<T>() === 4 ? f64x2.add(low, high) : low;
}

/** The losses with their gradient, from the same exponentials. */
function withGradient<K extends ElementLoss, T extends number>(
  x: usize,
  t: usize,
  c: usize,
  next: usize,
  loss: usize,
  gradient: usize,
): v128 {
  const op = instance<K>();
  const low = op.gradient(widenLow<T>(v128.load(x)), widenLow<T>(v128.load(t)), v128.load(c));
  const high = sizeof<T>() === 4 ? op.gradient(widenHigh(v128.load(x)), widenHigh(v128.load(t)), v128.load(c + next)) : f64x2.splat(0);
  const sum = losses<K, T>(x, t, c, next, loss);
  v128.store(gradient, narrow<T>(low, high));
  return sum;
}

/** The first parameter, of which there are two beside each other. */
const POSITIVE: usize = PARAMETERS;

/**
 * Losses of n elements, their gradient unless its address is 0. `weights` has a c for each of them,
 * in `f64` and up to a whole vector of elements, unless its address is 0: then c is the parameter.
 * Their sum is added to that at s, two vectors: the second is what additions lose. A tail is copied
 * to the room behind them and goes through the same loop, filled up with elements that have no
 * loss.
 */
export function elements<K extends ElementLoss, T extends number>(
  x: usize,
  t: usize,
  weights: usize,
  loss: usize,
  gradient: usize,
  n: usize,
  s: usize,
  c: usize,
): void {
  const tail = (n * sizeof<T>()) & 15;
  let end = n * sizeof<T>() - tail;
  let total = v128.load(s);
  let low = v128.load(s, 16);
  let tailOfLoss: usize = 0;
  let tailOfGradient: usize = 0;
  const moves: usize = weights ? -1 : 0;
  const next = 16 & moves;
  let w = weights ? weights : c + POSITIVE;
  for (;;) {
    for (let i: usize = 0; i < end; i += 16) {
      const at = w + (((i * 8) / sizeof<T>()) & moves);
      let sum: v128;
      if (instance<K>().hasSecondTerm && areBetween<T>(v128.load(t + i))) {
        sum = gradient
          ? withGradient<BothTerms<K>, T>(x + i, t + i, at, next, loss + i, gradient + i)
          : losses<BothTerms<K>, T>(x + i, t + i, at, next, loss + i);
      } else {
        sum = gradient
          ? withGradient<K, T>(x + i, t + i, at, next, loss + i, gradient + i)
          : losses<K, T>(x + i, t + i, at, next, loss + i);
      }
      low = f64x2.add(low, sumError<f64>(total, sum));
      total = f64x2.add(total, sum);
    }
    if (x === s + 64) {
      memory.copy(tailOfLoss, loss, tail);
      if (gradient) memory.copy(tailOfGradient, gradient, tail);
    }
    if (!tail || x === s + 64) break;
    v128.store(s, v128.splat<T>(-Infinity as T), 64);
    v128.store(s, f64x2.splat(0), 80);
    memory.copy(s + 64, x + end, tail);
    memory.copy(s + 80, t + end, tail);
    w += ((end * 8) / sizeof<T>()) & moves;
    tailOfLoss = loss + end;
    tailOfGradient = gradient + end;
    x = s + 64;
    t = s + 80;
    loss = s + 96;
    if (gradient) gradient = s + 112;
    end = 16;
  }
  v128.store(s, total);
  v128.store(s, low, 16);
}
