import type { FloatArray } from "../../call/arrays.js";
import { Sum } from "../../scalar/sum.js";

/**
 * The sum that a kernel left: half of the words are sums, the others what their additions have
 * lost. Infinite ones lost nothing.
 */
export function sumOf(words: FloatArray): number {
  const sum = new Sum();
  const half = words.length / 2;
  for (let i = 0; i < half; i++) sum.add(words[i]);
  if (!Number.isFinite(sum.value)) return sum.value;
  for (let i = half; i < words.length; i++) sum.add(words[i]);
  return sum.value;
}
