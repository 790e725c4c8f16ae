import { deepFreeze } from "../publish.js";
import type { Settings } from "./settings.js";
import { rules } from "./settings.js";
import type { RowBounds, RowSpecification } from "./types.js";

/** The part of a definition that says what a function is. */
export interface Specified {
  readonly name: string;
  /** The formulas, as in the specification. */
  readonly formula: { readonly value: string; readonly gradient: string };
  /** The range of values, in interval notation. */
  readonly range: string;
  readonly bounds: { readonly float32: RowBounds; readonly float64: RowBounds; readonly fast: RowBounds };
}

/** What the registry says of a function with these settings, frozen. */
export function specification({ name, formula, range, bounds }: Specified, { temperature }: Settings): RowSpecification {
  return deepFreeze({ name, parameters: { temperature: { ...rules.temperature, default: temperature } }, formula, range, bounds });
}
