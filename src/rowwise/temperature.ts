import { lostByProduct } from "../scalar/exact.js";

/** ln2 in words of 32 and 53 bits: proof/coefficients/double.ts. */
const LN2 = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** What the kernels take as parameters: assembly/rowwise/terms.ts has their meaning. */
export function kernelParameters(temperature: number, emptyRow: number): readonly number[] {
  const { high, low } = octave(temperature);
  return [Math.LOG2E / temperature, high, low, 1 / temperature, -764.5 * temperature, -104.7 * temperature, emptyRow, temperature];
}

/** temperature ln2 in two words, the first of 15 bits, together of 68. */
function octave(temperature: number): { readonly high: number; readonly low: number } {
  const unit = 2 ** Math.floor(Math.log2(temperature));
  const scaled = temperature / unit;
  const product = scaled * LN2;
  const first = Math.floor(product * 2 ** 14) / 2 ** 14;
  return { high: first * unit, low: (product - first + (lostByProduct(scaled, LN2) + scaled * LN2_LOW)) * unit };
}
