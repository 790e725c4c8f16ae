/** The functions that are derivatives of others: numbers, and kernels with the same bits. */
import type { ElementaryPart } from "../functions/elementary.js";
import { float32 as cos32, float64 as cos64 } from "../kernels/elementary/cos.js";
import { float32 as cosh32, float64 as cosh64 } from "../kernels/elementary/cosh.js";
import { float32 as exp32, float64 as exp64 } from "../kernels/elementary/exp.js";
import { float32 as sin32, float64 as sin64 } from "../kernels/elementary/sin.js";
import { float32 as sinh32, float64 as sinh64 } from "../kernels/elementary/sinh.js";
import { cos, sin } from "../scalar/circle.js";
import { exp } from "../scalar/exponential.js";
import { cosh, sinh } from "../scalar/hyperbolic.js";

export const exponential: ElementaryPart = { value: exp, kernels: { float32: exp32, float64: exp64 } };
export const hyperbolicSine: ElementaryPart = { value: sinh, kernels: { float32: sinh32, float64: sinh64 } };
export const hyperbolicCosine: ElementaryPart = { value: cosh, kernels: { float32: cosh32, float64: cosh64 } };
export const sine: ElementaryPart = { value: sin, kernels: { float32: sin32, float64: sin64 } };
export const cosine: ElementaryPart = { value: cos, kernels: { float32: cos32, float64: cos64 } };
