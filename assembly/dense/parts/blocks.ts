/**
 * The blocks in which matrices are multiplied, and where the kernels keep what they work on. The
 * build hands these numbers to src/.
 */

/**
 * The number of products that are summed from 0 before the sum is added to what was there, so that
 * the error grows with n / 252 + 252 and not with n; where w is transposed, that of vectors of
 * them. 252 is a multiple of 3 and of 4.
 */
export const BLOCK: usize = 252;

/** Fewer terms than this do not repay the work at the end of each dot product. */
export const FEW_TERMS: usize = 16;

/** Bytes of a row of a panel of w, packed: a cache line, which two tiles share. */
export const PANEL: usize = 64;
export const TILE: usize = 32;

/**
 * Rows of y at a time, and bytes of x at a time where its columns are copied: not 512, which would
 * use few sets of the cache.
 */
export const ROWS: usize = 240;
export const COPIED: usize = 480;

/**
 * Offsets in the workspace, which begins with zeros to start from: a column of tiles cut off at the
 * right, the panel, the copy of x, the end.
 */
export const EDGE: usize = 64;
export const PACKED: usize = EDGE + ROWS * TILE;
export const COPY: usize = PACKED + BLOCK * PANEL;
export const COPY_END: usize = COPY + BLOCK * COPIED;
