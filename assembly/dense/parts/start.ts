/**
 * The start of sums that have none. At `NOWHERE` they start at 0, else at the matrix there, whose
 * rows are `lds` bytes apart: a bias (0 bytes, one row for all), or what the result already holds.
 *
 * Not at address 0: in a memory of the user's an array may lie there.
 */
export const NOWHERE: usize = usize.MAX_VALUE;

/** The start of sums of the column `bytes` to the right. */
export function toTheRight(start: usize, bytes: usize): usize {
  return start === NOWHERE ? NOWHERE : start + bytes;
}
