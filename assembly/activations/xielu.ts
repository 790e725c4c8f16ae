import { Activation } from "../activation";
import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { differenceError, productError, sumError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";

/**
 * xielu(x) = α x² + β x where x > 0, else γ (e^x - 1 - x) + β x
 *
 *     f'  = 2 α x + β where x > 0, else γ (e^x - 1) + β
 *     f'' = 2 α where x > 0, else γ e^x      f''(0) = γ
 *
 * α is alphaPositive and γ alphaNegative. Beside 0, e^x - 1 - x is x² (1/2 + x/6 + x²/24): f is x
 * (k x + β) there, as where x > 0; on the left it is γ (e^x - 1) + (β - γ) x, which takes an
 * infinite x. The kernel's parameters are α, γ, β, β - γ, and the least x to multiply: -Infinity,
 * but finite where β - γ = 0.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 */
class Float32Xielu extends Activation<f64, Float32Exponential> {
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const series = op.quadratic(x, 0.5, 0.16666666666666666, 0.041666666666666664);
    const k = op.wherePositive(x, op.parameter(POSITIVE), op.mul(op.parameter(NEGATIVE), series));
    const near = op.mul(x, op.madd(k, x, op.parameter(BETA)));
    const line = op.mul(op.parameter(SLOPE), op.max(x, op.parameter(LEAST)));
    const left = op.madd(op.parameter(NEGATIVE), op.expm1(x), line);
    return v128.bitselect(near, left, f64x2.gt(x, op.splat(-0.0009765625)));
  }

  /**
   * Far from 0 it is γ e^x + (β - γ), which may be next to nothing; beside 0 is the root of a large
   * γ.
   */
  derivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const series = op.cubic(x, 1, 0.5, 0.16666666666666666, 0.041666666666666664);
    const k = op.wherePositive(x, op.add(op.parameter(POSITIVE), op.parameter(POSITIVE)), op.mul(op.parameter(NEGATIVE), series));
    const near = op.madd(k, x, op.parameter(BETA));
    const z = op.atLeast(x, -op.underflow);
    const far = f64x2.lt(x, op.splat(FAR));
    const u = v128.bitselect(op.numerator(z, 1), op.difference(z, 1), far);
    const left = op.div(op.mul(op.parameter(NEGATIVE), u), op.denominator(z, 1));
    const rest = v128.bitselect(op.parameter(SLOPE), op.parameter(BETA), far);
    return v128.bitselect(near, op.add(left, rest), f64x2.gt(x, op.splat(-0.0009765625)));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const right = op.add(op.parameter(POSITIVE), op.parameter(POSITIVE));
    return op.wherePositive(x, right, op.timesExp(op.parameter(NEGATIVE), x));
  }

  get learnt(): i32 {
    return 3;
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return instance<Float64Xielu>().parameterDerivative(i, x);
  }

  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    return instance<Float64Xielu>().parameterGradient(i, dy, x);
  }
}

/** The parameters of the kernel. */
const POSITIVE = 0;
const NEGATIVE = 1;
const BETA = 2;
const SLOPE = 3;
const LEAST = 4;
/** The x below which f' is taken from e^x, not from e^x - 1. */
const FAR: f64 = -1;
/** The x from which up to 0 f is β x, or a zero: x (x + β) has its sign as well. */
const TINY: f64 = -1e-300;

export type Float32 = Float32Xielu;

/**
 * xielu for `f64`, on the left with all terms in two words: they cancel beside the roots of f and
 * f', which depend on the parameters. From -64 down e^x is nothing beside 1.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 3 / 1.5 (4 with other parameters), within 3.9 of -4 f 1.4e-17 absolute, within 3.9 of -4 f' 1.1e-16 absolute
 */
class Float64Xielu extends Activation<f64, Compensated> {
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const op = this.op;
    const z = this.bounded(x);
    const gamma = op.parameter(NEGATIVE);
    const beta = op.parameter(BETA);
    const high = op.sub(op.minusOneHigh(z), z);
    const low = op.add(op.minusOneLow(z), differenceError<f64>(op.minusOneHigh(z), z));
    const a = op.mul(gamma, high);
    const b = op.mul(beta, z);
    const errors = op.add(sumError<f64>(a, b), op.add(productError<f64>(gamma, high), productError<f64>(beta, z)));
    const left = op.add(op.add(a, b), op.madd(gamma, low, errors));
    const k = op.wherePositive(x, op.parameter(POSITIVE), op.splat(1));
    const near = op.mul(x, op.madd(k, x, beta));
    const far = op.sub(op.mul(op.parameter(SLOPE), op.max(x, op.parameter(LEAST))), gamma);
    return v128.bitselect(near, v128.bitselect(far, left, f64x2.lt(x, op.splat(-64))), f64x2.gt(x, op.splat(TINY)));
  }

  derivative(x: v128): v128 {
    const op = this.op;
    const z = this.bounded(x);
    const zero = op.splat(0);
    const gamma = op.parameter(NEGATIVE);
    const far = f64x2.lt(x, op.splat(FAR));
    const power = op.lowered(op.scale(z));
    const high = v128.bitselect(op.mul(op.mantissa(z, zero), power), op.minusOneHigh(z), far);
    const low = v128.bitselect(op.mul(op.mantissaLow(z, zero), power), op.minusOneLow(z), far);
    const rest = v128.bitselect(op.parameter(SLOPE), op.parameter(BETA), far);
    const a = op.mul(gamma, high);
    const errors = op.add(sumError<f64>(a, rest), productError<f64>(gamma, high));
    const left = op.add(op.add(a, rest), op.madd(gamma, low, errors));
    const tail = op.add(op.timesExp(gamma, x), op.parameter(SLOPE));
    const k = op.wherePositive(x, op.add(op.parameter(POSITIVE), op.parameter(POSITIVE)), gamma);
    const near = op.madd(k, x, op.parameter(BETA));
    return v128.bitselect(near, v128.bitselect(tail, left, f64x2.lt(x, op.splat(-64))), f64x2.gt(x, op.splat(TINY)));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op;
    const right = op.add(op.parameter(POSITIVE), op.parameter(POSITIVE));
    return op.wherePositive(x, right, op.timesExp(op.parameter(NEGATIVE), x));
  }

  get learnt(): i32 {
    return 3;
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy x² where x is positive (0), dy (e^x - 1 - x) where it is not (1), else 0; dy x (2) */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const isPositive = f64x2.gt(x, this.op.splat(0));
    if (i === NEGATIVE) return v128.andnot(this.op.mul(dy, this.growth(x)), isPositive);
    const product = this.op.mul(dy, x);
    return i === BETA ? product : v128.and(this.op.mul(product, x), isPositive);
  }

  /** e^x - 1 - x, for which from -64 down -1 - x is taken. */
  private growth(x: v128): v128 {
    const op = this.op;
    const z = this.bounded(x);
    const low = op.add(op.minusOneLow(z), differenceError<f64>(op.minusOneHigh(z), z));
    const near = op.add(op.sub(op.minusOneHigh(z), z), low);
    return v128.bitselect(op.sub(op.splat(-1), x), near, f64x2.lt(x, op.splat(-64)));
  }

  private bounded(x: v128): v128 {
    return this.op.atMost(this.op.atLeast(x, -64), 0);
  }
}

export type Float64 = Float64Xielu;
