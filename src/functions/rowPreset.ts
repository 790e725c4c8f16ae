import type { Kernels } from "../runtime/kernelCode.js";
import { internalsOf } from "./internals.js";
import { createRows, type RowForm, type RowInternals } from "./rows/call.js";
import type { Softmax } from "./rows/types.js";

/** The words of a preset, and all in which it is another function than its parent. */
export type OwnForm = Pick<RowForm<unknown>, "specification" | "axis" | "negated">;

/**
 * A preset: a public function of rows that is its parent of -x, or along an axis that is fixed,
 * under a name of its own. It has neither module nor bounds of its own.
 */
export function createRowPreset<F>(parent: Softmax, own: OwnForm): F {
  const { kernels, runtime, form, bound } = internalsOf(own.specification.name, "parent", parent) as RowInternals;
  return createRows({ ...form, ...own }, bound, kernels as Kernels, runtime) as F;
}
