import type { ElementType } from "../arrays.js";
import { float32, float64 } from "../kernels/dense.js";
import { roomOf } from "../memory.js";
import type { Placed } from "../placement.js";
import type { Runtime } from "../runtime.js";
import type { Kernels } from "../variants.js";
import { Multiplier, type Products, ROOM } from "./multiplier.js";

/** The sizes of a layer. Its weights are `[outputs, inputs]` where they are transposed, else `[inputs, outputs]`. */
export interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly transposed: boolean;
}

/**
 * The matrix products of a layer, for one element type.
 *
 * Arrays are as `place` returns them. Nothing is checked here. A row of a result is the same whatever the batch, to the last bit.
 */
export interface Product {
  /** `z = x W + b` */
  forward(x: Placed, weights: Placed, bias: Placed | null, z: Placed, sizes: Sizes): void;
  /** `dx = dz Wᵀ`, or added to `dx`. */
  inputGradient(dz: Placed, weights: Placed, dx: Placed, sizes: Sizes, accumulate: boolean): void;
  /** `dW = xᵀ dz`, or added to `dW`. */
  weightsGradient(x: Placed, dz: Placed, dw: Placed, sizes: Sizes, accumulate: boolean): void;
  /** `db`, the sum of the rows of `dz`, or added to `db`. */
  biasGradient(dz: Placed, db: Placed, sizes: Sizes, accumulate: boolean): void;
}

/** The products in WebAssembly. Arrays at -1 pass through the memory in blocks; the results are the same, to the last bit. */
class KernelProduct implements Product {
  constructor(private readonly multiplier: Multiplier) {}

  forward(x: Placed, weights: Placed, bias: Placed | null, z: Placed, { batch, inputs, outputs, transposed }: Sizes): void {
    this.multiplier.run({ ...ROWS, x, w: weights, transposed, y: z, m: batch, n: outputs, k: inputs, bias });
  }

  inputGradient(dz: Placed, weights: Placed, dx: Placed, { batch, inputs, outputs, transposed }: Sizes, accumulate: boolean): void {
    this.multiplier.run({ ...ROWS, x: dz, w: weights, transposed: !transposed, y: dx, m: batch, n: inputs, k: outputs, accumulate });
  }

  weightsGradient(x: Placed, dz: Placed, dw: Placed, { batch, inputs, outputs, transposed }: Sizes, accumulate: boolean): void {
    const [left, m, right, n] = transposed ? [dz, outputs, x, inputs] : [x, inputs, dz, outputs];
    this.multiplier.run({ ...ROWS, x: left, byColumns: true, w: right, y: dw, m, n, k: batch, accumulate });
  }

  biasGradient(dz: Placed, db: Placed, { batch, outputs }: Sizes, accumulate: boolean): void {
    this.multiplier.run({ ...ROWS, x: null, w: dz, y: db, m: 1, n: outputs, k: batch, accumulate });
  }
}

/** Matrices row by row, and sums that start at 0. */
const ROWS = { byColumns: false, transposed: false, bias: null, accumulate: false };

const products = { Float32Array: new WeakMap<Runtime, Product>(), Float64Array: new WeakMap<Runtime, Product>() };

/** The kernels of the products, with room for what they pack and stage. */
export const kernels: Kernels = { float32: { ...float32, room: ROOM }, float64: { ...float64, room: ROOM } };

/** The products on `runtime`; undefined where JavaScript is to compute. */
export function productOf(runtime: Runtime, type: ElementType): Product | undefined {
  let product = products[type].get(runtime);
  const code = type === "Float32Array" ? kernels.float32 : kernels.float64;
  const kernel = product ? undefined : runtime.kernel<Products>(code);
  if (kernel) {
    product = new KernelProduct(new Multiplier(kernel.exports, runtime.memory(), roomOf(kernel.context, code), type));
    products[type].set(runtime, product);
  }
  return product;
}
