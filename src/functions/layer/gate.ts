import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf, type ElementType, newArray, tagOf } from "../../call/arrays.js";
import { heapOf } from "../../runtime/heap.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Gated, Layout } from "../gated/types.js";
import type { LayerProducts, LayerSizes } from "./product.js";
import { withArray } from "./temporary.js";

/**
 * Rows of sums at a time, so that the gate finds them in the cache: a multiple of the rows that the
 * kernels take at a time where weights are transposed, and enough to repay packing them elsewhere.
 */
const ROWS = 192;

/** The arrays of a layer with a gate; without one for its sums there is no `z`. */
interface GatedLayer {
  readonly x: CheckedArray;
  readonly weights: CheckedArray;
  readonly bias: CheckedArray | null;
  readonly z: CheckedArray | undefined;
  readonly y: CheckedArray;
}

/**
 * The forward pass of a layer with a gate, a block of rows after the other. Weights that do not
 * live in the memory pass through it once: then all rows are one block.
 */
export function forwardGated(
  where: string,
  runtime: Runtime,
  products: LayerProducts,
  gate: Gated,
  layout: Layout,
  { x, weights, bias, z, y }: GatedLayer,
  sizes: LayerSizes,
): void {
  const { batch, inputs, outputs: sums, results } = sizes;
  const rows = weights.at < 0 ? batch : Math.min(batch, ROWS);
  const run = (block: CheckedArray) => {
    for (let from = 0; from < batch; from += rows) {
      const count = Math.min(rows, batch - from);
      const sumsOfRows = partOf(block, z ? from * sums : 0, count * sums);
      products.forward(
        partOf(x, from * inputs, count * inputs),
        weights,
        bias,
        sumsOfRows,
        count < batch ? { ...sizes, batch: count } : sizes,
      );
      gate.packed(sumsOfRows.array, { layout, shape: [count, sums], out: partOf(y, from * results, count * results).array });
    }
  };
  const type = tagOf(y.array) as ElementType;
  const length = rows * sums;
  if (z) run(z);
  else if (heapOf(runtime).hasRoom(length * bytesOf(type))) withArray(where, runtime, type, length, run);
  else run({ array: newArray(type, length), at: -1 });
}
