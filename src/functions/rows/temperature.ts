import { productError } from "../../scalar/exact.js";
import { LN2, LN2_LOW } from "../../scalar/exponential.js";
import { exponent, power } from "../../scalar/power.js";

/** What the kernels take as parameters: assembly/rowwise/terms.ts has their meaning. */
export function kernelParameters(temperature: number, emptyRow: number): readonly number[] {
  const { high, low } = octave(temperature);
  return [Math.LOG2E / temperature, high, low, 1 / temperature, -764.5 * temperature, -104.7 * temperature, emptyRow, temperature];
}

/** temperature ln2 in two words, the first of 15 bits, together of 68. */
function octave(temperature: number): { readonly high: number; readonly low: number } {
  const unit = power(exponent(temperature));
  const scaled = temperature / unit;
  const product = scaled * LN2;
  const first = Math.floor(product * 16384) / 16384;
  return { high: first * unit, low: (product - first + (productError(scaled, LN2) + scaled * LN2_LOW)) * unit };
}
