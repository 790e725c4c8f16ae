/**
 * Where sums start. At `NOWHERE` they start at 0, else at the matrix there, whose rows are `lds`
 * bytes apart: a bias (0 bytes, one row for all), or what the result already holds.
 *
 * Not at address 0: in a memory of the user's an array may lie there.
 */
export const NOWHERE: usize = usize.MAX_VALUE;

/**
 * As many products are summed from 0 before the sum is added to what was there, so that the error
 * grows with n / 252 + 252 and not with n. 252 is a multiple of 3 and of 4.
 */
export const BLOCK: usize = 252;

/** Where sums of the column `bytes` to the right start. */
export function toTheRight(start: usize, bytes: usize): usize {
  return start === NOWHERE ? NOWHERE : start + bytes;
}
