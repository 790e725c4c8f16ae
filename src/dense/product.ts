import type { ElementType } from "../arrays.js";
import type { Placed } from "../placement.js";
import type { Runtime } from "../runtime.js";

/** The sizes of a layer. Its weights are `[outputs, inputs]` where they are transposed, else `[inputs, outputs]`. */
export interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly transposed: boolean;
}

/**
 * The matrix products of a layer, for one element type on one runtime.
 *
 * Arrays are as `place` returns them: those at -1 pass through the memory in blocks. Nothing is checked here. A result has the
 * same bits wherever its arrays lie, and a row the same whatever the batch.
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

/** The products on `runtime`; undefined where JavaScript is to compute. */
export declare function productOf(runtime: Runtime, type: ElementType): Product | undefined;
