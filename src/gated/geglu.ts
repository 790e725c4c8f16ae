import { definition as gate } from "../activations/gelu.js";
import { createGated } from "../functions/gated.js";
import { float32, float64 } from "../kernels/gated/geglu.js";

/**
 * Gelu-gated linear unit: a value times the gelu of its gate, the exact one.
 *
 *     geglu(value, gate) = value*gelu(gate)
 *     d value            = dy*gelu(gate)
 *     d gate             = dy*value*gelu'(gate)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved"). Without a shape it is one row.
 *
 * An infinite value times a gate whose gelu is 0 is NaN, as in IEEE arithmetic. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: float32 at most 0.51; float64 10.1, as long
 * as gelu of the gate and its derivative are no subnormal numbers.
 *
 * Source: Shazeer 2020, GLU variants improve transformer.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, or an output lies on what it may not.
 *
 * @example
 * import { geglu } from "hillock";
 * geglu(2, 1); // => 1.682689492137…
 * const x = Float32Array.of(0, 1, 50, 3); // gate, value, gate, value
 * geglu.packed(x, { layout: "interleaved" }); // => Float32Array [0, 150]
 */
export const geglu = /*#__PURE__*/ createGated({ name: "geglu", gate, kernels: { float32, float64 } });
