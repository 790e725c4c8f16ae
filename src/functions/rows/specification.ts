import { deepFreeze } from "../publish.js";
import type { Settings } from "./settings.js";
import { rules } from "./settings.js";
import type { RowBounds, RowSpecification } from "./types.js";

/** The part of a definition that says what a function is. */
export interface Specified {
  /** The specification, as the build writes it into src/specification/. */
  readonly specification: Pick<RowSpecification, "name" | "formula" | "range">;
  /** The axis of rows, counted from the last, where it is no option. */
  readonly axis?: number;
  readonly bounds: { readonly float32: RowBounds; readonly float64: RowBounds; readonly fast?: RowBounds };
}

/** The registry's entry for a function with these settings, frozen. */
export function specificationOf({ specification, axis, bounds }: Specified, { temperature }: Settings): RowSpecification {
  const { name, formula, range } = specification;
  const parameters = { temperature: { ...rules.temperature, default: temperature } };
  return deepFreeze({ name, parameters, formula, range, bounds, ...(axis !== undefined && { axis }) });
}
