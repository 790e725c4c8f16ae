import { definition as gate } from "../activations/sigmoid.js";
import { createGated } from "../functions/gated.js";
import { float32, float64 } from "../kernels/gated/glu.js";

/**
 * Gated linear unit: a value times the sigmoid of its gate, which lets through a part of it.
 *
 *     glu(value, gate) = value*sigmoid(gate)
 *     d value          = dy*sigmoid(gate)
 *     d gate           = dy*value*sigmoid'(gate)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved"). Without a shape it is one row.
 *
 * An infinite value times a gate whose sigmoid is 0 is NaN, as in IEEE arithmetic. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: float32 at most 0.51; fast 5.5 and 0.51;
 * float64 7.1 and 9.6, as long as sigmoid of the gate and its derivative are no subnormal numbers.
 *
 * Source: Dauphin, Fan, Auli & Grangier 2017, Language modeling with gated convolutional networks.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, or an output lies on what it may not.
 *
 * @example
 * import { glu } from "hillock";
 * glu(Float64Array.of(2, 3), Float64Array.of(0, -Infinity)); // => Float64Array [1, 0]
 * glu.packed(Float32Array.of(2, 3, 0, 50), { layout: "valueFirst" }); // => Float32Array [1, 3]
 */
export const glu = /*#__PURE__*/ createGated({ name: "glu", gate, kernels: { float32, float64 } });
