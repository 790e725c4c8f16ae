import { definition as gate } from "../activations/identity.js";
import { createGated } from "../functions/gated.js";
import { float32, float64 } from "../kernels/gated/bilinearGlu.js";

/**
 * Bilinear gated linear unit: a value times its gate, without an activation.
 *
 *     bilinearGlu(value, gate) = value*identity(gate)
 *     d value                  = dy*identity(gate)
 *     d gate                   = dy*value*identity'(gate)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved"). Without a shape it is one row.
 *
 * An infinite value times a gate of 0 is NaN, as in IEEE arithmetic. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: at most 0.5, which is correct rounding.
 *
 * Source: Mnih & Hinton 2007, Three new graphical models for statistical language modelling.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, or an output lies on what it may not.
 *
 * @example
 * import { bilinearGlu } from "hillock";
 * bilinearGlu(Float32Array.of(2, 3), Float32Array.of(0.5, -1)); // => Float32Array [1, -3]
 * bilinearGlu.backward(1, 2, 3); // => { value: 3, gate: 2 }
 */
export const bilinearGlu = /*#__PURE__*/ createGated({ name: "bilinearGlu", gate, kernels: { float32, float64 } });
