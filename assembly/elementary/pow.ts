import { instance, rarelyOfThree, Ternary } from "../lanes";
import { ArtanhOfPower as A } from "../math/coefficients/brief";
import { Float32Exponential } from "../math/float32Exponential";
import { BriefCombination, isNanOrSubnormal } from "./parts/briefCombination";
import { BriefLogarithm } from "./parts/briefLogarithm";
import { Combination } from "./parts/combination";
import { Logarithms } from "./parts/logarithms";
import { PowerParts, REACH, WidePowerParts } from "./parts/powerParts";

export { value } from "../loops";
export { combination } from "./parts/combination";

/**
 * pow(x, y) = e^(y log |x|), of the sign of x where y is an odd whole number
 *
 * The logarithm has two words and 67 bits. Within 0.8 ULP in `f64`; where a whole power is a
 * number, it is exact.
 */
export class Pow extends Combination<PowerParts> {
  of(x: v128, y: v128): v128 {
    const a = this.op.abs(x);
    const head = this.op.head(a);
    const first = this.op.rounded(y);
    const product = this.op.mul(first, head);
    const low = this.op.add(this.op.mul(this.op.sub(y, first), head), this.op.mul(y, this.op.tail(a)));
    const power = this.op.scaledBriefly(product, this.op.mantissa64(product, low));

    const isNormal = v128.and(v128.ge<f64>(a, this.op.splat(2 ** -1000)), v128.lt<f64>(a, this.op.splat(Infinity)));
    const isReal = v128.or(v128.gt<f64>(x, this.op.splat(0)), isWhole(y));
    const within = v128.lt<f64>(this.op.abs(product), this.op.splat(700));
    const usual = v128.and(within, v128.and(isNormal, isReal));
    const signed = this.op.flip(power, v128.and(x, isOdd(y)));
    return rarelyOfThree<AnyPower>(v128.not(usual), x, y, y, signed);
  }
}

/** The same for any x and y, which may be subnormal or infinite, as the result. */
class AnyPower extends Ternary {
  at(x: v128, y: v128, _: v128): v128 {
    const op = instance<WidePowerParts>();
    const zero = op.splat(0);
    const infinity = op.splat(Infinity);
    const a = op.abs(x);
    const usual = v128.and(v128.gt<f64>(a, zero), v128.lt<f64>(a, infinity));
    const special = v128.bitselect(op.splat(-Infinity), a, v128.eq<f64>(a, zero));
    const head = v128.bitselect(op.head(a), special, usual);
    const finite = op.atMost(op.atLeast(y, -(2 ** 64)), 2 ** 64);
    const rounded = op.rounded(finite);
    const first = v128.bitselect(rounded, y, v128.and(usual, v128.lt<f64>(op.abs(y), infinity)));
    const product = op.mul(first, head);
    const low = op.add(op.mul(op.sub(finite, rounded), head), op.mul(finite, op.tail(a)));
    const within = v128.lt<f64>(op.abs(product), op.splat(REACH));
    const power = op.exp(op.atMost(op.atLeast(product, -REACH), REACH), v128.and(low, within));

    const signed = op.flip(power, v128.and(x, isOdd(y)));
    const negative = v128.and(v128.lt<f64>(x, zero), v128.lt<f64>(a, infinity));
    const result = v128.or(signed, v128.andnot(negative, isWhole(y)));
    return v128.bitselect(op.splat(1), result, v128.eq<f64>(y, zero));
  }
}

function isWhole(y: v128): v128 {
  return v128.eq<f64>(y, v128.floor<f64>(y));
}

function isOdd(y: v128): v128 {
  const half = f64x2.mul(y, f64x2.splat(0.5));
  return v128.andnot(isWhole(y), isWhole(half));
}

/** The results for `f32`: 2^(y log2 |x|), the logarithm in one word. */
export class BriefPow extends BriefCombination<Pow, BriefLogarithm> {
  of(x: v128, y: v128): v128 {
    const a = this.op.abs(x);
    const f = instance<Logarithms>().fraction(a);
    const s = this.op.div(f, this.op.add(this.op.splat(2), f));
    const z = this.op.mul(s, s);
    const bend = this.op.quintic(z, A.c0, A.c1, A.c2, A.c3, A.c4, A.c5);
    const logarithm = this.op.madd(this.op.mul(s, z), bend, this.op.add(s, s));
    const product = this.op.mul(y, this.op.madd(logarithm, this.op.splat(Math.LOG2E), instance<Logarithms>().exponent(a)));
    const within = this.op.atMost(this.op.atLeast(product, -200), 200);
    const power = instance<Float32Exponential>().accurateAtZero.exp2(within);
    return this.op.flip(power, v128.and(x, isOdd(y)));
  }

  inDoubt(x: v128, y: v128, z: v128): v128 {
    const a = this.op.abs(x);
    const infinity = this.op.splat(Infinity);
    const finite = v128.and(v128.lt<f64>(a, infinity), v128.lt<f64>(this.op.abs(y), infinity));
    const usual = v128.and(finite, v128.gt<f64>(a, this.op.splat(0)));
    const real = v128.or(v128.gt<f64>(x, this.op.splat(0)), isWhole(y));
    return v128.or(v128.not(v128.and(usual, real)), isNanOrSubnormal(z));
  }
}

export type Float32 = BriefPow;
export type Float64 = Pow;
