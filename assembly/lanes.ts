import { CLASSES, PARAMETER, PARAMETERS, ROUNDED, ROUNDING } from "./context";

/**
 * The vocabulary of the kernels.
 *
 * Engines, activations and loops are classes without state, combined as type parameters and never
 * constructed: `instance<K>()` is the one instance there could be. All of it is evaluated while
 * building; nothing of it is left in the module.
 *
 * What looks up an overridden method reads the class of an instance 8 bytes before it. There is no
 * memory there: the build takes the address for the answer (scripts/build/transform/evaluate.mjs),
 * so methods may be inherited and overridden as usual.
 */
export function instance<K>(): K {
  return changetype<K>(CLASSES + 8 + idof<K>());
}

/** The first two elements of a vector of `T`, as `f64`. */
export function widenLow<T extends number>(x: v128): v128 {
  return sizeof<T>() === 4 ? f64x2.promote_low_f32x4(x) : x;
}

/** The last two elements of a vector of `f32`, as `f64`. */
export function widenHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
}

/**
 * A vector of `T` from `f64`: four `f32` from their halves, each rounded once, or the two `f64`
 * that are the first half.
 */
export function narrow<T extends number>(low: v128, high: v128): v128 {
  return sizeof<T>() === 4 ? v128.shuffle<i64>(narrowLow(low), narrowLow(high), 0, 2) : low;
}

/** A function of three vectors. */
export abstract class Ternary {
  abstract at(a: v128, b: v128, c: v128): v128;
}

/** `F`, a function in `f64`, on halves of vectors of `f32`: each result is rounded once. */
export function inHalves<F extends Ternary>(a: v128, b: v128, c: v128): v128 {
  const f = instance<F>();
  const low = f.at(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b), f64x2.promote_low_f32x4(c));
  const high = f.at(widenHigh(a), widenHigh(b), widenHigh(c));
  return narrow<f32>(low, high);
}

/** Two `f64` rounded to the first two `f32` of a vector; the others are 0. */
export function narrowLow(x: v128): v128 {
  return f32x4.demote_f64x2_zero(x);
}

/** The address of an element of a table, which the build keeps with the constants. */
declare function entry(table: usize, index: i32, lane: i32): usize;

/** The mark of what the build takes out of line. */
declare function outOfLine(result: v128): v128;

/** A function that few elements need. */
export abstract class Rare {
  abstract at(x: v128): v128;
}

/**
 * `F` of `x` in the lanes that need it, of which the mask is all ones, elsewhere `common`. `F` is a
 * function of its own in the module and called for vectors with such a lane only: the one branch on
 * data that a kernel may have.
 */
export function rarely<F extends Rare>(needed: v128, x: v128, common: v128): v128 {
  return v128.any_true(needed) ? v128.bitselect(outOfLine(instance<F>().at(x)), common, needed) : common;
}

/** The same for a function of three vectors. */
export function rarelyOfThree<F extends Ternary>(needed: v128, a: v128, b: v128, c: v128, common: v128): v128 {
  return v128.any_true(needed) ? v128.bitselect(outOfLine(instance<F>().at(a, b, c)), common, needed) : common;
}

/**
 * Arithmetic on the lanes of a vector, four `f32` or two `f64`.
 *
 * Constants are plain numbers. The build turns each into a load
 * (scripts/build/transform/constants.mjs says why), and has the loads of parameters start from the
 * context: to a kernel it begins at 0.
 */
export class Lanes<T extends number> {
  splat(value: f64): v128 {
    if (sizeof<T>() === 4) return f32x4.splat(value as f32);
    return f64x2.splat(value);
  }

  /** Parameter `i` of the activation, rounded to `f32` in `f32` lanes. */
  parameter(i: i32): v128 {
    return v128.load(PARAMETERS + PARAMETER * i + (sizeof<T>() === 4 ? ROUNDED : 0));
  }

  /** The rounding error of {@link parameter} in `f32` lanes. */
  parameterLow(i: i32): v128 {
    if (sizeof<T>() !== 4) ERROR("f64 lanes take a parameter whole");
    return v128.load(PARAMETERS + PARAMETER * i + ROUNDING);
  }

  /** Parameter `i` times `x`, rounded once: in `f32` lanes by way of `f64`. */
  product(i: i32, x: v128): v128 {
    if (sizeof<T>() === 8) return this.mul(this.parameter(i), x);
    const parameter = v128.load(PARAMETERS + PARAMETER * i);
    return narrow<T>(f64x2.mul(parameter, widenLow<T>(x)), f64x2.mul(parameter, widenHigh(x)));
  }

  /**
   * Parameter `i` times `x`: in `f32` lanes the sum of two products, cheaper than {@link product}
   * and up to 1 ULP off. That of the lower word is kept finite: infinities of either sign would add
   * up to NaN. A zero gets the sign of the product, which zeros of either sign would not add up to.
   */
  scaled(i: i32, x: v128): v128 {
    if (sizeof<T>() === 8) return this.mul(this.parameter(i), x);
    const low = this.mul(this.parameterLow(i), x);
    const finite = this.max(this.splat(-f32.MAX_VALUE), this.min(this.splat(f32.MAX_VALUE), low));
    return this.withSign(this.madd(this.parameter(i), x, finite), v128.xor(this.parameter(i), x));
  }

  add(a: v128, b: v128): v128 {
    return v128.add<T>(a, b);
  }

  sub(a: v128, b: v128): v128 {
    return v128.sub<T>(a, b);
  }

  mul(a: v128, b: v128): v128 {
    return v128.mul<T>(a, b);
  }

  div(a: v128, b: v128): v128 {
    return v128.div<T>(a, b);
  }

  /**
   * `a * b + c`: rounded once in the relaxed build where the processor fuses, twice otherwise.
   * Kernels are right either way.
   */
  madd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
    return v128.add<T>(v128.mul<T>(a, b), c);
  }

  /** `c - a * b`, rounded as {@link madd}. */
  nmadd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, c);
    return v128.sub<T>(c, v128.mul<T>(a, b));
  }

  abs(x: v128): v128 {
    return v128.abs<T>(x);
  }

  neg(x: v128): v128 {
    return v128.neg<T>(x);
  }

  sqrt(x: v128): v128 {
    return v128.sqrt<T>(x);
  }

  /** The nearest integer, of two equally near the even one; a zero keeps the sign of `x`. */
  nearest(x: v128): v128 {
    return v128.nearest<T>(x);
  }

  /**
   * The larger of two; `a` where either is NaN or they are equal (one instruction on x86, which the
   * IEEE maximum is not).
   */
  max(a: v128, b: v128): v128 {
    return v128.pmax<T>(a, b);
  }

  /** The smaller of two; `a` where either is NaN or they are equal. */
  min(a: v128, b: v128): v128 {
    return v128.pmin<T>(a, b);
  }

  /** The larger of `x` and `bound`; a NaN in `x` stays. */
  atLeast(x: v128, bound: f64): v128 {
    return this.max(x, this.splat(bound));
  }

  /** The smaller of `x` and `bound`; a NaN in `x` stays. */
  atMost(x: v128, bound: f64): v128 {
    return this.min(x, this.splat(bound));
  }

  /** `a` where `x < 0`, else `b`. */
  whereNegative(x: v128, a: v128, b: v128): v128 {
    return this.select(v128.lt<T>(x, this.splat(0)), a, b);
  }

  /** `a` where `x > 0`, else `b`. */
  wherePositive(x: v128, a: v128, b: v128): v128 {
    return this.select(v128.gt<T>(x, this.splat(0)), a, b);
  }

  /**
   * `a` where the mask is all ones, `b` where it is 0: one instruction on x86 in the relaxed build,
   * three otherwise.
   */
  select(mask: v128, a: v128, b: v128): v128 {
    if (!ASC_FEATURE_RELAXED_SIMD) return v128.bitselect(a, b, mask);
    return sizeof<T>() === 4 ? i32x4.relaxed_laneselect(a, b, mask) : i64x2.relaxed_laneselect(a, b, mask);
  }

  /** All bits, which is also a NaN, where `x` is NaN; else 0. */
  nan(x: v128): v128 {
    return v128.ne<T>(x, x);
  }

  /** `x` with its sign flipped where that of `by` is set. */
  flip(x: v128, by: v128): v128 {
    return v128.xor(x, v128.and(by, this.splat(-0.0)));
  }

  /** `x` of the sign of `by`, for an `x` of that sign or 0. */
  withSign(x: v128, by: v128): v128 {
    return v128.or(x, v128.and(by, this.splat(-0.0)));
  }

  /** The element of `table` for each lane of `index`, an integer that is within the table. */
  lookup(index: v128, table: StaticArray<f64>): v128 {
    const at = changetype<usize>(table);
    const first = v128.load_zero<T>(entry(at, i32x4.extract_lane(index, 0), sizeof<T>()));
    if (sizeof<T>() === 8) return v128.load_lane<T>(entry(at, i32x4.extract_lane(index, 2), 8), first, 1);
    const two = v128.load_lane<T>(entry(at, i32x4.extract_lane(index, 1), 4), first, 1);
    const three = v128.load_lane<T>(entry(at, i32x4.extract_lane(index, 2), 4), two, 2);
    return v128.load_lane<T>(entry(at, i32x4.extract_lane(index, 3), 4), three, 3);
  }

  quadratic(x: v128, c0: f64, c1: f64, c2: f64): v128 {
    return this.madd(this.madd(this.splat(c2), x, this.splat(c1)), x, this.splat(c0));
  }

  cubic(x: v128, c0: f64, c1: f64, c2: f64, c3: f64): v128 {
    return this.madd(this.quadratic(x, c1, c2, c3), x, this.splat(c0));
  }

  quartic(x: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64): v128 {
    return this.madd(this.madd(this.quadratic(x, c2, c3, c4), x, this.splat(c1)), x, this.splat(c0));
  }

  quintic(x: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64): v128 {
    return this.madd(this.quartic(x, c1, c2, c3, c4, c5), x, this.splat(c0));
  }

  sextic(x: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64, c6: f64): v128 {
    return this.madd(this.quintic(x, c1, c2, c3, c4, c5, c6), x, this.splat(c0));
  }

  septic(x: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64, c6: f64, c7: f64): v128 {
    return this.madd(this.sextic(x, c1, c2, c3, c4, c5, c6, c7), x, this.splat(c0));
  }

  octic(x: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64, c6: f64, c7: f64, c8: f64): v128 {
    return this.madd(this.septic(x, c1, c2, c3, c4, c5, c6, c7, c8), x, this.splat(c0));
  }
}
