import { instance } from "../lanes";
import { ArtanhOfPower as A } from "../math/coefficients/brief";
import {
  LOG2E_TWICE as E,
  LOG2E_TWICE_LOW as E_LOW,
  OCTAVE_HIGH,
  OCTAVE_LOW,
  Artanh5 as R,
  THIRD,
  THIRD_LOW,
} from "../math/coefficients/elementary";
import { errorOfSum } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";
import { BriefCombination, isNanOrSubnormal } from "./parts/briefCombination";
import { BriefLogarithm } from "./parts/briefLogarithm";
import { Combination } from "./parts/combination";
import { productError } from "./parts/exact";
import { Logarithms, Words } from "./parts/logarithms";
import { Octaves, ROUNDER } from "./parts/octaves";

export { value } from "../loops";
export { combination } from "./parts/combination";

/**
 * pow(x, y) = 2^(y log2 |x|), of the sign of x where y is an odd whole number
 *
 * The logarithm has two words and 65 bits:
 *
 *     log2(2^k (1 + f)) = k + 2 log2 e (s + s z (1/3 + z/5 + ...)),   s = f / (2 + f), z = s²
 *
 * Within 1 ULP in `f64`; where a whole power is a number, it is exact.
 */
export class Pow extends Combination<Octaves> {
  of(x: v128, y: v128): v128 {
    const one = this.op.splat(1);
    const zero = this.op.splat(0);
    const a = this.op.abs(x);
    const usual = v128.and(v128.gt<f64>(a, zero), v128.lt<f64>(a, this.op.splat(Infinity)));
    const special = v128.bitselect(this.op.splat(-Infinity), a, v128.eq<f64>(a, zero));
    const high = v128.bitselect(this.high(a), special, usual);
    const product = this.op.mul(y, high);
    const within = v128.lt<f64>(this.op.abs(product), this.op.splat(1100));
    const finite = this.op.atMost(this.op.atLeast(y, -(2 ** 64)), 2 ** 64);
    const lost = this.op.add(productError(finite, high), this.op.mul(finite, this.low(a)));
    const power = this.exp2(this.op.atMost(this.op.atLeast(product, -1100), 1100), v128.and(lost, within));

    const half = this.op.mul(y, this.op.splat(0.5));
    const isWhole = v128.eq<f64>(y, v128.floor<f64>(y));
    const isOdd = v128.and(isWhole, v128.ne<f64>(half, v128.floor<f64>(half)));
    const signed = this.op.flip(power, v128.and(x, isOdd));
    const negative = v128.and(v128.lt<f64>(x, zero), v128.lt<f64>(a, this.op.splat(Infinity)));
    const result = v128.or(signed, v128.andnot(negative, isWhole));
    return v128.bitselect(one, result, v128.eq<f64>(y, zero));
  }

  /** log2 a, rounded */
  private high(a: v128): v128 {
    return this.op.add(instance<Words>().exponent(a), this.share(this.logarithm(a)));
  }

  /** The rest of {@link high}. */
  private low(a: v128): v128 {
    const k = instance<Words>().exponent(a);
    const l = this.logarithm(a);
    const g = this.share(l);
    const gLow = this.op.add(
      productError(l, this.op.splat(E)),
      this.op.add(this.op.mul(l, this.op.splat(E_LOW)), this.op.mul(this.logarithmLow(a), this.op.splat(E))),
    );
    return this.op.add(this.op.add(this.op.sub(k, this.high(a)), g), gLow);
  }

  private share(l: v128): v128 {
    return this.op.mul(l, this.op.splat(E));
  }

  /** log(1 + f) / 2, rounded */
  private logarithm(a: v128): v128 {
    return this.op.add(this.s(a), this.op.mul(this.s(a), this.b(a)));
  }

  /** The rest of {@link logarithm}. */
  private logarithmLow(a: v128): v128 {
    const s = this.s(a);
    const sLow = this.sLow(a);
    const b = this.b(a);
    const c = this.op.mul(s, b);
    const cLow = this.op.add(productError(s, b), this.op.add(this.op.mul(s, this.bLow(a)), this.op.mul(sLow, b)));
    return this.op.add(this.op.add(this.op.sub(s, this.logarithm(a)), c), this.op.add(sLow, cLow));
  }

  /** f / (2 + f) */
  private s(a: v128): v128 {
    const f = instance<Words>().fraction(a);
    return this.op.div(f, this.op.add(this.op.splat(2), f));
  }

  private sLow(a: v128): v128 {
    const f = instance<Words>().fraction(a);
    const d = this.op.add(this.op.splat(2), f);
    const dLow = this.op.sub(f, this.op.sub(d, this.op.splat(2)));
    const s = this.s(a);
    const residue = this.op.sub(this.op.sub(f, this.op.mul(s, d)), productError(s, d));
    return this.op.div(this.op.sub(residue, this.op.mul(s, dLow)), d);
  }

  /** z (1/3 + z/5 + ...) */
  private b(a: v128): v128 {
    return this.op.mul(this.z(a), this.factor(a));
  }

  private bLow(a: v128): v128 {
    const z = this.z(a);
    const factor = this.factor(a);
    const s = this.s(a);
    const zLow = this.op.add(productError(s, s), this.op.mul(this.op.add(s, s), this.sLow(a)));
    const third = this.op.splat(THIRD);
    const factorLow = this.op.add(this.op.add(this.op.sub(third, factor), this.w(a)), this.op.splat(THIRD_LOW));
    return this.op.add(productError(z, factor), this.op.add(this.op.mul(z, factorLow), this.op.mul(zLow, factor)));
  }

  private z(a: v128): v128 {
    return this.op.mul(this.s(a), this.s(a));
  }

  private factor(a: v128): v128 {
    return this.op.add(this.op.splat(THIRD), this.w(a));
  }

  private w(a: v128): v128 {
    const z = this.z(a);
    const z2 = this.op.mul(z, z);
    const upper = this.op.add(this.line(z, R.c4, R.c5), this.op.mul(z2, this.line(z, R.c6, R.c7)));
    const middle = this.op.add(this.line(z, R.c2, R.c3), this.op.mul(z2, upper));
    return this.op.mul(z, this.op.add(this.line(z, R.c0, R.c1), this.op.mul(z2, middle)));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.op.add(this.op.splat(c0), this.op.mul(this.op.splat(c1), z));
  }

  /** 2^(x + low) */
  private exp2(x: v128, low: v128): v128 {
    const n = this.op.sub(this.op.add(x, this.op.splat(ROUNDER)), this.op.splat(ROUNDER));
    const whole = this.op.sub(x, n);
    const f = this.op.add(whole, low);
    const lost = this.op.mul(errorOfSum<f64>(whole, low, f), this.op.splat(OCTAVE_HIGH + OCTAVE_LOW));
    const r = this.op.octavesOf(f);
    const t = this.op.add(this.op.octavesLow(f), lost);
    return this.op.timesPower(this.op.mantissa(r, this.op.add(t, this.op.higherTerms(r))), n);
  }
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
    const half = this.op.mul(y, this.op.splat(0.5));
    const isOdd = v128.and(this.isWhole(y), v128.not(this.isWhole(half)));
    return this.op.flip(power, v128.and(x, isOdd));
  }

  inDoubt(x: v128, y: v128, z: v128): v128 {
    const a = this.op.abs(x);
    const infinity = this.op.splat(Infinity);
    const finite = v128.and(v128.lt<f64>(a, infinity), v128.lt<f64>(this.op.abs(y), infinity));
    const usual = v128.and(finite, v128.gt<f64>(a, this.op.splat(0)));
    const real = v128.or(v128.gt<f64>(x, this.op.splat(0)), this.isWhole(y));
    return v128.or(v128.not(v128.and(usual, real)), isNanOrSubnormal(z));
  }

  private isWhole(y: v128): v128 {
    return v128.eq<f64>(y, v128.floor<f64>(y));
  }
}

export type Float32 = BriefPow;
export type Float64 = Pow;
