import { describe, fail } from "../../call/errors.js";
import type { Options } from "../../call/options.js";
import { ParameterSet } from "../../call/parameters.js";
import type { Shape } from "../../call/shape.js";
import { LN2_HIGH, LN2_LOW } from "../../scalar/coefficients.js";
import { productError } from "../../scalar/exact.js";
import { exponent, power } from "../../scalar/power.js";
import { type Causal, readCausal } from "./causal.js";

/** The options of a call and those bound before, but for the mask and the arrays. */
export interface Settings {
  readonly shape: unknown;
  readonly axis: unknown;
  readonly maskShape: unknown;
  readonly causal: Causal;
  readonly temperature: number;
  readonly emptyRow: number;
  /** The parameters of the kernels, one array for one pair of temperature and emptyRow. */
  readonly parameters: readonly number[];
  /** The options that one function has. */
  readonly own?: unknown;
}

/**
 * The rules of the temperature: from 1e-30 to 1e+30, so that no product with a float32 leaves its
 * range.
 */
export const rules = { temperature: { default: 1, minimum: 1e-30, maximum: 1e30, examples: [0.1, 0.7, 3, 1e3] } };
const temperatures = /*#__PURE__*/ new ParameterSet(rules);

export function defaultSettings(emptyRow: number): Settings {
  const parameters = kernelParameters(1, emptyRow);
  return { shape: undefined, axis: undefined, maskShape: undefined, causal: false, temperature: 1, emptyRow, parameters };
}

/**
 * The settings of a call: those bound, overridden by its options. `names` are the options that
 * there are.
 */
export function readSettings(where: string, options: Options | undefined, names: readonly string[], bound: Settings): Settings {
  if (options === undefined) return bound;
  const { shape = bound.shape, axis = bound.axis, maskShape = bound.maskShape } = options;
  if (options.maskShape !== undefined && options.mask === undefined && names.includes("mask"))
    fail("HILLOCK_OPTION", where, "maskShape is given without the mask whose shape it is");
  const { byName: scalar } = temperatures.read(where, options, { byName: { temperature: bound.temperature }, forKernel: [] });
  const causal = names.includes("causal") ? readCausal(where, options.causal, bound.causal) : bound.causal;
  const emptyRow = names.includes("emptyRow") ? readNumber(where, "emptyRow", options.emptyRow, bound.emptyRow) : bound.emptyRow;
  const { temperature } = scalar;
  const same = temperature === bound.temperature && Object.is(emptyRow, bound.emptyRow);
  const parameters = same ? bound.parameters : kernelParameters(temperature, emptyRow);
  return { shape, axis, maskShape, causal, temperature, emptyRow, parameters };
}

function readNumber(where: string, name: string, value: unknown, bound: number): number {
  if (value === undefined) return bound;
  if (typeof value !== "number") fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected a number`, TypeError);
  return value;
}

/** The reason of the length of an array with an element for each row, as messages give it. */
export function reduced({ shape, axis }: Shape): string {
  const others = shape.filter((_, i) => i !== axis);
  return `the number of rows${others.length > 1 ? `, ${others.join(" * ")}` : ""}`;
}

/** The parameters of the kernels: assembly/rowwise/parts/terms.ts has their meaning. */
export function kernelParameters(temperature: number, emptyRow: number): readonly number[] {
  return [...exponentialParameters(temperature, 14), -104.7 * temperature, emptyRow, temperature];
}

/**
 * The parameters of the exponential of x / temperature: assembly/math/atTemperature.ts has their
 * meaning. The first word of temperature ln2 has `bits` of a fraction.
 */
export function exponentialParameters(temperature: number, bits: number): readonly number[] {
  const { high, low } = octave(temperature, power(bits));
  return [Math.LOG2E / temperature, high, low, 1 / temperature, -764.5 * temperature];
}

/** temperature ln2 in two words, the first a multiple of 1 / grid where the temperature is 1. */
function octave(temperature: number, grid: number): { readonly high: number; readonly low: number } {
  const unit = power(exponent(temperature));
  const scaled = temperature / unit;
  const product = scaled * LN2_HIGH;
  const first = Math.floor(product * grid) / grid;
  return { high: first * unit, low: (product - first + (productError(scaled, LN2_HIGH) + scaled * LN2_LOW)) * unit };
}
