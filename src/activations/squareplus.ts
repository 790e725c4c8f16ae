import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/squareplus.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/squareplus.js";
import { parameters, specification } from "../specification/activations/squareplus.js";

/** The options of squareplus. */
export interface SquareplusOptions {
  /**
   * The width of the bend: at 0 the value is half the root of it. From 1e-100 to 1e100. Default 4.
   */
  readonly b?: number | undefined;
}

/**
 * Squareplus: a smooth relu like softplus, of a square root instead of an exponential.
 *
 *     squareplus(x)   = (x + sqrt(x*x + b))/2
 *     squareplus'(x)  = (1 + x/sqrt(x*x + b))/2
 *     squareplus''(x) = b/(2*pow(x*x + b, 1.5))
 *     squareplus'     = 1/(1 + b/(4*y*y)), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `b`: from 1e-100 to 1e100, by default 4. The smaller it is, the closer squareplus comes to relu;
 * 4 has the curvature 1/4 at 0, and 4*log(2)*log(2) the value of softplus there.
 *
 * Range (0, Infinity). At -Infinity and Infinity, squareplus is 0 and Infinity, squareplus' 0 and
 * 1, squareplus'' 0 and 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  3.4 / 4.8 / 4.8
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     b  dy*1/(4*sqrt(x*x + b))
 *
 * Source: Barron 2021, Squareplus: a softplus-like algebraic rectifier.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { squareplus } from "hillock";
 * squareplus(0); // => 1
 * squareplus(-1e4).toPrecision(10); // => "0.00009999999900"
 * squareplus(1.5, { b: 4 }); // => 2
 */
export const squareplus = /*#__PURE__*/ createActivation<SquareplusOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, parameterGradients: 2 ** -50 },
    float64: { value: 3.4, derivative: 4.8, secondDerivative: 4.8, parameterGradients: 2 ** -50 },
  },
  value: (x, { b }) => branch(x, Math.abs(x), b),
  derivative(x, { b }) {
    const z = Math.min(Math.abs(x), Number.MAX_VALUE);
    return branch(x, z, b) / root(z, b);
  },
  secondDerivative(x, { b }) {
    const square = squareRaised(Math.abs(x), b);
    return b / 2 / square / Math.sqrt(square);
  },
  derivativeFromOutput(y, { b }) {
    const z = Math.min(y, Number.MAX_VALUE);
    return z / (z + b / 4 / z);
  },
  parameterGradients: /*#__PURE__*/ parameterGradients({ b: (dy, x, { b }) => dy * (0.25 / root(Math.abs(x), b)) }),
  kernels: { float32, float64, gradients32, gradients64 },
});

/** The value for a magnitude z and the sign of x: nothing cancels. */
function branch(x: number, z: number, b: number): number {
  const q = z / 2 + root(z, b) / 2;
  return x < 0 ? b / 4 / q : q;
}

/** The root of z² + b, also where z² would overflow. */
function root(z: number, b: number): number {
  return Math.max(z, Math.sqrt(squareRaised(z, b)));
}

/** z² + b, up to where b no longer counts. */
function squareRaised(z: number, b: number): number {
  const c = Math.min(z, 1e150);
  return c * c + b;
}
