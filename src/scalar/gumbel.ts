import { log } from "./logarithm.js";

/**
 * A number of the standard Gumbel distribution from a multiple u of 2^-32 in [0, 1), as
 * assembly/random/gumbel.ts has it.
 */
export function gumbel(u: number): number {
  return -log(-log(u + 2 ** -33));
}
