import { INTERNALS, Internals } from "../functions/internals.js";
import { createBackward } from "../functions/layer/backward.js";
import { kernels } from "../functions/layer/product.js";
import type { Dense } from "../functions/layer/types.js";
import { createForward } from "../functions/layer.js";
import { publish } from "../functions/publish.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";

function createDense(runtime: () => Runtime): Dense {
  const internals = new Internals(kernels, runtime, (_, elsewhere) => createDense(elsewhere));
  const backward = createBackward("dense.backward", runtime);
  return publish(createForward("dense", runtime), "dense", { backward }, { [INTERNALS]: internals }) as Dense;
}

/**
 * A layer of neurons: each multiplies its inputs with its weights, adds its bias, and passes the
 * sum through an activation.
 *
 *     z = x W + b
 *     dense(x, W, b) = activation(z)
 *
 * x is `[batch, inputs]`, row by row; weights `[inputs, outputs]`, or with `weightsLayout:
 * "outputsInputs"` as PyTorch and safetensors have them; bias has `outputs` elements, or is null
 * where there is none; the result is `[batch, outputs]`, and is `out` if that is given. All are
 * Float32Array, or all Float64Array. Every size may be anything from 0 on; nothing needs padding.
 * `batch` is `x.length / inputs` where it is not given.
 *
 * `activation` is any activation of hillock's, of `hillock/fast`, of `defineActivation`; parameters
 * travel by `with`: `activation: leakyRelu.with({ negativeSlope: 0.2 })`. Without it, the result is
 * z. `preactivation` receives z: most activations need it for {@link DenseBackward |
 * dense.backward}.
 *
 * Or it is a gate, such as `swiglu`: the feed-forward layer of today's language models in one call.
 * It makes one output of two sums, so that weights, bias and `preactivation` have 2 * `outputs`
 * columns, `[inputs, 2 * outputs]` and so on, in the order that `layout` says. The result has the
 * bits of `gate.packed(z, { layout, shape: [batch, 2 * outputs] })`, but z exists for 192 rows at a
 * time only, unless `preactivation` keeps it or the weights are not in hillock's memory.
 *
 * **Keep weights in hillock's memory** (`alloc`), where the kernels read them in place. An ordinary
 * array is copied there in every call: one row through 784 -> 512 then takes 150 to 210 us instead
 * of 21 to 28 (46 to 54 for weights as `[outputs, inputs]`). x and results are small beside the
 * weights, and may be ordinary arrays. The memory has 128 MiB at first: whoever needs more asks for
 * all arrays in one `alloc`, or calls `reserve` with the sum of their bytes before it.
 *
 * Error of z: at most gamma(n) times the sum of the magnitudes of x W and b, element by element,
 * with gamma(n) = n u / (1 - n u), u = 2^-24 for Float32Array and 2^-53 for Float64Array; n is
 * `inputs`, one more with a bias, and never counts for more than 255 + n/252, because sums run in
 * blocks of 252. A row of the result has the same bits whatever the batch, and wherever the arrays
 * lie.
 *
 * Outputs may not lie on an input, nor on each other: z is summed while x is still being read.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or the activation is a
 * text; RangeError if a length is not what the sizes say (HILLOCK_LENGTH), a size is no whole
 * number (HILLOCK_SHAPE), or an output overlaps anything (HILLOCK_OVERLAP). Then nothing was
 * written.
 *
 * @example
 * import { alloc, dense, reglu, relu } from "hillock";
 * const weights = alloc(Float32Array, 3 * 2); // in hillock's memory, once, for all the calls to come
 * weights.set([1, 0, 0, 1, 1, 1]);
 * const bias = Float32Array.of(0.5, -20);
 * const x = Float32Array.of(1, 2, 3, 4, 5, 6); // two rows
 * const preactivation = new Float32Array(4);
 * dense(x, weights, bias, { inputs: 3, outputs: 2, activation: relu, preactivation }); // => Float32Array [4.5, 0, 10.5, 0]
 * preactivation; // => Float32Array [4.5, -15, 10.5, -9]
 * dense(x, weights, null, { inputs: 2, outputs: 3 }); // => Float32Array [3, 2, 2, 7, 4, 4, 11, 6, 6]
 * dense(x, weights, null, { inputs: 3, outputs: 1, activation: reglu, layout: "gateFirst" }); // => Float32Array [20, 110]
 */
export const dense: Dense = /*#__PURE__*/ createDense(defaultRuntime);
