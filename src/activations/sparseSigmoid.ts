import { createPreset } from "../functions/preset.js";
import { hardSigmoid } from "./hardSigmoid.js";

/**
 * Sparse sigmoid: a straight line from 0 at -1 to 1 at 1, level beyond.
 *
 *     sparseSigmoid(x)   = where(0.5*x + 0.5 <= 0, 0, where(0.5*x + 0.5 >= 1, 1, 0.5*x + 0.5))
 *     sparseSigmoid'(x)  = where(0.5*x + 0.5 > 0 & 0.5*x + 0.5 < 1, 0.5, 0)
 *     sparseSigmoid''(x) = 0
 *     sparseSigmoid'     = where(y > 0 & y < 1, 0.5, 0), from the output y
 *
 * The derivative of sparsePlus.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, 1]. At -Infinity and Infinity, sparseSigmoid is 0 and 1, sparseSigmoid' 0 and 0,
 * sparseSigmoid'' 0 and 0. sparseSigmoid'(-1) is 0. sparseSigmoid'(1) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  3 / 0.5 / exact
 *
 * Source: Martins & Astudillo 2016, From softmax to sparsemax: a sparse model of attention and
 * multi-label classification.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { sparseSigmoid } from "hillock";
 * sparseSigmoid(Float32Array.of(-2, 0, 0.5, 2)); // => Float32Array [0, 0.5, 0.75, 1]
 */
export const sparseSigmoid = /*#__PURE__*/ createPreset("sparseSigmoid", hardSigmoid, { alpha: 0.5, beta: 0.5 });
