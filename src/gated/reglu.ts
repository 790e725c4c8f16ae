import { relu as gate } from "../activations/relu.js";
import { createGated } from "../functions/gated.js";
import { float32, float64 } from "../kernels/gated/reglu.js";

/**
 * Relu-gated linear unit: a value times the relu of its gate.
 *
 *     reglu(value, gate) = value*relu(gate)
 *     d value            = dy*relu(gate)
 *     d gate             = dy*value*relu'(gate)
 *
 * Takes two numbers, or two arrays of one type and length; the result has the same, and is `out` if
 * that is given, which may be `value` or `gate` itself. `backward(dy, value, gate)` gives both
 * gradients in one pass, and may write them onto dy, value or gate.
 *
 * `packed` and `backwardPacked` take one array, whose last dimension of `shape` has 2n elements: n
 * values and then n gates (`layout: "valueFirst"`), the reverse ("gateFirst"), or a gate and a
 * value in turn ("interleaved"). Without a shape it is one row.
 *
 * An infinite value times a gate that is not positive is NaN, as in IEEE arithmetic. NaN gives NaN.
 *
 * Errors, of the function and of its gradients, in ULP: at most 0.5, which is correct rounding.
 *
 * Source: Shazeer 2020, GLU variants improve transformer.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths or shapes do not match, or an output lies on what it may not.
 *
 * @example
 * import { reglu } from "hillock";
 * reglu(Float32Array.of(2, 3, 4), Float32Array.of(-1, 0, 0.5)); // => Float32Array [0, 0, 2]
 * const { gate } = reglu.backward(Float32Array.of(1, 1), Float32Array.of(2, 3), Float32Array.of(-1, 1));
 * gate; // => Float32Array [0, 3]
 */
export const reglu = /*#__PURE__*/ createGated({ name: "reglu", gate, kernels: { float32, float64 } });
