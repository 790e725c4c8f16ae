/** Results against what is right. */
import { formats, ulpExponent } from "../../oracle/formats.js";
import type { Floats, Type } from "../loops.js";
import type { Result } from "./peer.js";
import type { Expectation } from "./problems.js";

/** What is wrong with a result, in words; undefined if nothing is. */
export function fault(result: Result, expected: readonly Expectation[]): string | undefined {
  if (result.length !== expected.length) return `${result.length} arrays, expected ${expected.length}`;
  for (const [k, { values, length, scale, tolerance }] of expected.entries()) {
    const y = result[k] as Floats;
    const array = expected.length > 1 ? `array ${k}: ` : "";
    if (y.length !== length) return `${array}length ${y.length}, expected ${length}`;
    const i = values.findIndex((value, at) => !(Math.abs((y[at] as number) - value) <= tolerance * Math.max(scale, Math.abs(value))));
    if (i >= 0) return `${array}${y[i]} at ${i}, expected ${values[i]}`;
  }
  return undefined;
}

export interface Worst {
  /** In units in the last place; null: NaN or infinity where a number is right. */
  readonly ulp: number | null;
  readonly got: number;
  readonly wanted: number;
}

/** The worst error among results whose exact value is a normal number of the type. */
export function worst(type: Type, y: Floats, exact: Float64Array): Worst {
  const smallest = 2 ** formats[type].minimumExponent;
  let found: { ulp: number; got: number; wanted: number } = { ulp: 0, got: 0, wanted: 0 };
  for (let i = 0; i < exact.length; i++) {
    const [got, wanted] = [y[i] as number, exact[i] as number];
    if (!Number.isFinite(got)) return { ulp: null, got, wanted };
    if (Math.abs(wanted) < smallest) continue;
    const ulp = Math.abs(got - wanted) / 2 ** ulpExponent(formats[type], Math.floor(Math.log2(Math.abs(wanted))));
    if (ulp > found.ulp) found = { ulp, got, wanted };
  }
  return found;
}
