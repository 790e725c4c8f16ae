import { Entries } from "./parts/entries";
import { FastTerms } from "./parts/fast";
import { Float32Terms } from "./parts/float32";
import { Float64Terms } from "./parts/float64";
import { quotients } from "./parts/rows";
import { Terms } from "./parts/terms";

export { Masked, Unmasked } from "./parts/entries";
export { summarise } from "./parts/rows";
export { transpose } from "./parts/transpose";

export type Float32 = Float32Terms;
export type Float64 = Float64Terms;
export type Fast = FastTerms;

/**
 * The gradients of rows: the terms of x over their sum, times an element of dy for each row; or a
 * part of that.
 */
export function backward<K extends Terms, S extends Entries<K>, T extends number>(
  dy: usize,
  x: usize,
  mask: usize,
  dx: usize,
  e: usize,
  rows: usize,
  n: usize,
  part: usize,
  c: usize,
): usize {
  return quotients<K, S, T>(dy, x, mask, dx, e, rows, n, part, c);
}
