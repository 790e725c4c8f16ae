import type { ElementType } from "../../call/arrays.js";
import type { CheckedArray } from "../../call/placement.js";
import { float32, float64 } from "../../kernels/dense/dense.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Kernels } from "../variants.js";
import { Multiplier, type Products, ROOM } from "./multiplier.js";
import { multiply } from "./staging.js";

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
  forward(x: CheckedArray, weights: CheckedArray, bias: CheckedArray | null, z: CheckedArray, sizes: Sizes): void;
  /** `dx = dz Wᵀ`, or added to `dx`. */
  inputGradient(dz: CheckedArray, weights: CheckedArray, dx: CheckedArray, sizes: Sizes, accumulate: boolean): void;
  /** `dW = xᵀ dz`, or added to `dW`. */
  weightsGradient(x: CheckedArray, dz: CheckedArray, dw: CheckedArray, sizes: Sizes, accumulate: boolean): void;
  /** `db`, the sum of the rows of `dz`, or added to `db`. */
  biasGradient(dz: CheckedArray, db: CheckedArray, sizes: Sizes, accumulate: boolean): void;
}

/** Whether w lies column by column: one column does, whatever it is called, and dot products suit it better. */
export const liesByColumns = (transposed: boolean, columns: number) => transposed || columns === 1;

/** The products in WebAssembly: each is y = x w. Arrays at -1 pass through the memory in blocks; the results are the same, to the last bit. */
class KernelProduct implements Product {
  constructor(private readonly multiplier: Multiplier) {}

  forward(
    x: CheckedArray,
    w: CheckedArray,
    bias: CheckedArray | null,
    y: CheckedArray,
    { batch, inputs, outputs, transposed }: Sizes,
  ): void {
    multiply(this.multiplier, {
      x,
      byColumns: false,
      w,
      transposed: liesByColumns(transposed, outputs),
      y,
      m: batch,
      n: outputs,
      k: inputs,
      bias,
      accumulate: false,
    });
  }

  inputGradient(
    x: CheckedArray,
    w: CheckedArray,
    y: CheckedArray,
    { batch, inputs, outputs, transposed }: Sizes,
    accumulate: boolean,
  ): void {
    multiply(this.multiplier, {
      x,
      byColumns: false,
      w,
      transposed: liesByColumns(!transposed, inputs),
      y,
      m: batch,
      n: inputs,
      k: outputs,
      bias: null,
      accumulate,
    });
  }

  weightsGradient(
    x: CheckedArray,
    dz: CheckedArray,
    y: CheckedArray,
    { batch, inputs, outputs, transposed }: Sizes,
    accumulate: boolean,
  ): void {
    const m = transposed ? outputs : inputs;
    const n = transposed ? inputs : outputs;
    multiply(this.multiplier, {
      x: transposed ? dz : x,
      byColumns: true,
      w: transposed ? x : dz,
      transposed: false,
      y,
      m,
      n,
      k: batch,
      bias: null,
      accumulate,
    });
  }

  biasGradient(w: CheckedArray, y: CheckedArray, { batch, outputs }: Sizes, accumulate: boolean): void {
    multiply(this.multiplier, { x: null, byColumns: false, w, transposed: false, y, m: 1, n: outputs, k: batch, bias: null, accumulate });
  }
}

const products = { Float32Array: new WeakMap<Runtime, Product>(), Float64Array: new WeakMap<Runtime, Product>() };

/** The kernels of the products, with room for what they pack and stage. */
export const kernels: Kernels = { float32: { ...float32, workspaceBytes: ROOM }, float64: { ...float64, workspaceBytes: ROOM } };

/** The products on `runtime`; undefined where JavaScript is to compute. */
export function productOf(runtime: Runtime, type: ElementType): Product | undefined {
  let product = products[type].get(runtime);
  const code = type === "Float32Array" ? kernels.float32 : kernels.float64;
  const kernel = product ? undefined : runtime.kernel<Products>(code);
  if (kernel) {
    product = new KernelProduct(new Multiplier(kernel, runtime.memory(), type));
    products[type].set(runtime, product);
  }
  return product;
}
