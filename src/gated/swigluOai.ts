import { ParameterSet } from "../call/parameters.js";
import { createGated } from "../functions/gated.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { Halves } from "../functions/learnable/halves.js";
import { float32, float64 } from "../kernels/gated/swigluOai.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/swish.js";
import { clampDerivative } from "../scalar/clamp.js";
import { swishDerivative, swishGrowth, swishKernelParameters, swishValue } from "../scalar/swish.js";
import { parameters, specification } from "../specification/gated/swigluOai.js";

/** The options of swigluOai. */
export interface SwigluOaiOptions {
  /**
   * The rate of swish: what the argument of the sigmoid is multiplied by. From 1e-100 to 1e100.
   * Default 1.702.
   */
  readonly alpha?: number | undefined;
  /**
   * The limit: the highest gate, and the largest magnitude of a value, that count. Above 0. Default
   * 7.
   */
  readonly limit?: number | undefined;
}

/**
 * Clamped swish-gated linear unit, as in the experts of gpt-oss: one more than a value times the
 * swish of its gate, both of them clamped.
 *
 *     swigluOai(value, gate) = (v + 1)*g*sigmoid(alpha*g)
 *     d value                = dy*where(abs(value) < limit, 1, 0)*g*sigmoid(alpha*g)
 *     d gate                 = dy*(v + 1)*where(gate < limit, 1, 0)*sigmoid(alpha*g)*(1 +
 *                              alpha*g*sigmoid(-alpha*g))
 *     v                      = min(max(value, -limit), limit)
 *     g                      = min(gate, limit)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved", as gpt-oss has them). Without a shape it is one row.
 *
 * `alpha`: from 1e-100 to 1e+100, by default 1.702; `limit`: above 0, by default 7. What lies at
 * the limit or beyond has no gradient. `parameterGradients(dy, value, gate, { alpha, limit })` is
 * what is to be learnt of it: `{ alpha }`, the sum of dy*(v +
 * 1)*g*g*sigmoid(alpha*g)*sigmoid(-alpha*g), as swish sums it. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: float32 at most 0.51; fast 12 and 0.51;
 * float64 10.5 and 10.6, as long as swish of the gate and its derivative are no subnormal numbers.
 *
 * Source: OpenAI 2025, gpt-oss-120b and gpt-oss-20b model card.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, an output lies on what it may not, or a parameter is out of its
 * range.
 *
 * @example
 * import { swigluOai } from "hillock";
 * swigluOai(Float64Array.of(1, 100), Float64Array.of(0, 100)).map((y) => Math.round(y)); // => Float64Array [0, 56]
 * swigluOai.packed(Float32Array.of(0, 5, 100, -1), { layout: "interleaved" }); // => Float32Array [0, 0]
 * swigluOai.backward(1, 3, 8).gate; // => 0
 */
export const swigluOai = /*#__PURE__*/ createGated<SwigluOaiOptions, "alpha">({
  name: "swigluOai",
  specification,
  gate: {
    parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha, limit }) => [...swishKernelParameters({ beta: alpha }), limit]),
    value: (x, parameters) => swishValue(clamped(x, parameters), { beta: parameters.alpha }),
    derivative: (x, { alpha, limit }) => (x >= limit ? 0 : swishDerivative(x, { beta: alpha })),
    parameterGradients: /*#__PURE__*/ parameterGradients<keyof SwigluOaiOptions, "alpha">(
      { alpha: (dy, x, { alpha }) => dy * swishGrowth(x, { beta: alpha }) },
      /*#__PURE__*/ new Halves(factor, clamped),
    ),
  },
  factor: {
    value: factor,
    derivative: (value, { limit }) => clampDerivative(value, -limit, limit),
  },
  bounds: {
    float32: { value: 0.51, backward: 0.51, parameterGradients: 2 ** -42 },
    float64: { value: 10.5, backward: 10.6, parameterGradients: 2 ** -50 },
    fast: { value: 12, backward: 0.51 },
  },
  kernels: { float32, float64, gradients32, gradients64 },
});

type Clamps = { readonly limit: number };

/** The factor that is made of a value. */
function factor(value: number, { limit }: Clamps): number {
  return Math.max(Math.min(value, limit), -limit) + 1;
}

/** The gate as far as it counts. */
function clamped(gate: number, { limit }: Clamps): number {
  return Math.min(gate, limit);
}
