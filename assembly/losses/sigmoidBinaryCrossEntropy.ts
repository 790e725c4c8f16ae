/**
 * Sigmoid and binary cross entropy: for each logit x and target t the loss, and the gradient of the
 * mean.
 *
 * With c the weight of positive targets, q = c t + (1 - t), and b the share of the side that x
 * speaks against, c t where x < 0, else 1 - t:
 *
 *     loss     = q log(1 + e^-|x|) + b |x|           no term is negative
 *     gradient = ±(b - q σ(-|x|)) / n                of the sign of x; for t = 0 and t = 1 nothing cancels
 *
 * The kernel's parameters are c, 1 / n and n; there may be a c for every element.
 */
import { PARAMETERS } from "../context";
import { instance, Lanes, narrow, widenHigh, widenLow } from "../lanes";
import { Compensated } from "../math/compensated";
import { sumError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Logarithm } from "../math/logarithm";

export { areProbabilities } from "./parts/areProbabilities";

abstract class Binary extends Lanes<f64> {
  abstract loss(x: v128, t: v128, c: v128): v128;
  abstract gradient(x: v128, t: v128, c: v128): v128;

  protected signed(x: v128, slope: v128): v128 {
    return this.whereNegative(x, this.neg(slope), slope);
  }

  protected weight(t: v128, c: v128): v128 {
    return this.add(this.mul(c, t), this.negative(t));
  }

  protected against(x: v128, t: v128, c: v128): v128 {
    return this.whereNegative(x, this.mul(c, t), this.negative(t));
  }

  /** b |x|; where b is 0, any |x| is none. */
  protected distance(x: v128, t: v128, c: v128): v128 {
    const b = this.against(x, t, c);
    return v128.and(this.mul(b, this.abs(x)), f64x2.ne(b, this.splat(0)));
  }

  private negative(t: v128): v128 {
    return this.sub(this.splat(1), t);
  }
}

/** For `f32`; e^-|x| to 2^-52.1, as the gradient vanishes where x is the logit of t. */
class FaithfulBinary extends Binary {
  loss(x: v128, t: v128, c: v128): v128 {
    const e = instance<Float32Exponential>().accurateAtRoots;
    const z = e.atMost(e.abs(x), e.overflow);
    return e.madd(this.weight(t, c), e.logOnePlus(e.denominator(z, 1), e.numerator(z, 1)), this.distance(x, t, c));
  }

  gradient(x: v128, t: v128, c: v128): v128 {
    const e = instance<Float32Exponential>().accurateAtRoots;
    const z = e.atMost(e.abs(x), e.overflow);
    return this.signed(x, e.mul(e.nmadd(this.weight(t, c), e.sigmoidOfMinus(z), this.against(x, t, c)), e.parameter(1)));
  }
}

class DoubleBinary extends Binary {
  loss(x: v128, t: v128, c: v128): v128 {
    const e = instance<Compensated>();
    const log = instance<Float64Logarithm>().onePlusRaised(this.raised(x), this.low(x));
    return e.add(e.lowered(e.mul(this.weight(t, c), log)), this.distance(x, t, c));
  }

  gradient(x: v128, t: v128, c: v128): v128 {
    const e = instance<Compensated>();
    const difference = e.sub(this.against(x, t, c), e.timesLogistic(this.weight(t, c), this.raised(x), this.low(x)));
    return this.signed(x, e.div(difference, e.parameter(2)));
  }

  /** e^-|x| 2^80 */
  private raised(x: v128): v128 {
    const e = instance<Compensated>();
    return e.raised(this.argument(x), e.splat(0));
  }

  private low(x: v128): v128 {
    const e = instance<Compensated>();
    return e.mantissaLow(this.argument(x), e.splat(0));
  }

  private argument(x: v128): v128 {
    const e = instance<Compensated>();
    return e.neg(e.atMost(e.abs(x), e.reach));
  }
}

export type Float32 = FaithfulBinary;
export type Float64 = DoubleBinary;

/**
 * The losses of a vector, written and, for `f32`, added by twos. The weights are at c, and `next`
 * bytes on.
 */
function losses<K extends Binary, T extends number>(x: usize, t: usize, c: usize, next: usize, loss: usize): v128 {
  const e = instance<K>();
  const low = e.loss(widenLow<T>(v128.load(x)), widenLow<T>(v128.load(t)), v128.load(c));
  const high = sizeof<T>() === 4 ? e.loss(widenHigh(v128.load(x)), widenHigh(v128.load(t)), v128.load(c + next)) : f64x2.splat(0);
  v128.store(loss, narrow<T>(low, high));
  return sizeof<T>() === 4 ? f64x2.add(low, high) : low;
}

/** The losses with their gradient, from the same exponentials. */
function withGradient<K extends Binary, T extends number>(x: usize, t: usize, c: usize, next: usize, loss: usize, gradient: usize): v128 {
  const e = instance<K>();
  const low = e.gradient(widenLow<T>(v128.load(x)), widenLow<T>(v128.load(t)), v128.load(c));
  const high = sizeof<T>() === 4 ? e.gradient(widenHigh(v128.load(x)), widenHigh(v128.load(t)), v128.load(c + next)) : f64x2.splat(0);
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
export function elements<K extends Binary, T extends number>(
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
      const sum = gradient
        ? withGradient<K, T>(x + i, t + i, at, next, loss + i, gradient + i)
        : losses<K, T>(x + i, t + i, at, next, loss + i);
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
