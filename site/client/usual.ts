/** The usual formulas of functions, as text. */
import type { Told } from "./functions.js";

/** The usual formula of a function as JavaScript of x, and the source of an erf in it. */
export function usualText(shown: Told | undefined): string {
  const text = (shown?.usual ?? []).filter(Boolean).join(" ").replace(/\bv\b/g, "x");
  return /\berf\(/.test(text) ? `${text}, with the erf of Abramowitz and Stegun, 7.1.26` : text;
}
