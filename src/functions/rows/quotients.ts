/**
 * Quotients of terms and their sum, all in one, or a part of them: assembly/rowwise/parts/rows.ts.
 * Parts share a record in the context. The rows begin with that numbered `i` of a batch; the terms
 * of one may stand at `e`. Returns what `summarise` does.
 */
export type Quotients = (x: number, mask: number, y: number, e: number, rows: number, n: number, part: number, i: number) => number;

/** The parts of quotients: all, their sum, and the quotients from that. */
export const ALL = 0;
export const SUM = 1;
export const QUOTIENTS = 2;

/** The parts where terms are kept: the largest entry, the terms, and their products. */
export const TOP = 3;
export const TERMS = 4;
export const PRODUCTS = 5;
