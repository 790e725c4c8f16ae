import { definition as gate, type SwishOptions } from "../activations/swish.js";
import { createGated } from "../functions/gated.js";
import { float32, float64 } from "../kernels/gated/swiglu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/swish.js";

/**
 * Swish-gated linear unit: a value times the swish of its gate, as in the feed-forward layers of
 * Llama and its like.
 *
 *     swiglu(value, gate) = value*swish(gate)
 *     d value             = dy*swish(gate)
 *     d gate              = dy*value*swish'(gate)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved"). Without a shape it is one row.
 *
 * `beta`: from -1e+100 to 1e+100, by default 1; 0 or at least 1e-100 in magnitude.
 * `parameterGradients(dy, value, gate, { beta })` is what is to be learnt of it: `{ beta }`, the
 * sum of dy*value*gate*gate*sigmoid(beta*gate)*sigmoid(-beta*gate), as swish sums it.
 *
 * An infinite value times a gate whose swish is 0 is NaN, as in IEEE arithmetic. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: float32 at most 0.51; fast 7.5 and 0.51;
 * float64 7.1 and 9.6, as long as swish of the gate and its derivative are no subnormal numbers.
 *
 * Source: Shazeer 2020, GLU variants improve transformer.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, or an output lies on what it may not.
 *
 * @example
 * import { swiglu } from "hillock";
 * swiglu(Float64Array.of(2, 3), Float64Array.of(0, 1)); // => Float64Array [0, 2.193175735890015]
 * swiglu.packed(Float32Array.of(2, 3, 0, 50), { layout: "valueFirst" }); // => Float32Array [0, 150]
 * const { gate } = swiglu.backward(Float32Array.of(1), Float32Array.of(2), Float32Array.of(0));
 * gate; // => Float32Array [1]
 */
export const swiglu = /*#__PURE__*/ createGated<SwishOptions>({
  name: "swiglu",
  gate,
  kernels: { float32, float64, gradients32, gradients64 },
});
