import { definition as gate } from "../activations/geluTanh.js";
import { createGated } from "../functions/gated.js";
import { float32, float64 } from "../kernels/gated/gegluTanh.js";

/**
 * Gelu-gated linear unit by the tanh approximation: a value times the geluTanh of its gate, as in
 * the feed-forward layers of Gemma.
 *
 *     gegluTanh(value, gate) = value*geluTanh(gate)
 *     d value                = dy*geluTanh(gate)
 *     d gate                 = dy*value*geluTanh'(gate)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved"). Without a shape it is one row.
 *
 * An infinite value times a gate whose geluTanh is 0 is NaN, as in IEEE arithmetic. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: float32 at most 0.51; float64 8.5 and 10.6,
 * as long as geluTanh of the gate and its derivative are no subnormal numbers.
 *
 * Source: Shazeer 2020, GLU variants improve transformer.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, or an output lies on what it may not.
 *
 * @example
 * import { gegluTanh } from "hillock";
 * gegluTanh(2, 1).toFixed(10); // => "1.6823839812"
 * const x = Float32Array.of(0, 1, 50, 3); // gate, value, gate, value
 * gegluTanh.packed(x, { layout: "interleaved" }); // => Float32Array [0, 150]
 */
export const gegluTanh = /*#__PURE__*/ createGated({ name: "gegluTanh", gate, kernels: { float32, float64 } });
