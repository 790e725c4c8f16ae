/** What a kernel does with rows: assembly/rowwise/rows.ts. */
export interface Passes {
  /** Writes a record for each row: m, the sum of its terms in two words, the mask at m. */
  readonly sum: (x: number, records: number, rows: number, n: number) => void;
  /**
   * The same of rows to which the mask is to be added as it is: of all if it is `told` so, else as many as are so from the first on.
   * Returns how many that is, and what was found of the last mask that it saw.
   */
  readonly sumMasked: (x: number, mask: number, records: number, rows: number, n: number, told: boolean) => number;
  /** The last pass, from records whose second number is what it needs. */
  readonly finish?: (x: number, y: number, records: number, rows: number, n: number) => void;
  readonly finishMasked?: (x: number, mask: number, y: number, records: number, rows: number, n: number) => void;
  /** All in one, for rows that fit the scratch. There is then one record at a time, in the context. */
  readonly whole?: Whole;
}

export interface Whole {
  /** The first row is number `row`. */
  readonly plain: (x: number, y: number, rows: number, n: number, row: number) => void;
  /** Returns what `sumMasked` does. */
  readonly masked: (x: number, mask: number, y: number, rows: number, n: number, row: number) => number;
  /** For each row of a batch, elements that are needed at the end of the mask's slot. */
  readonly beside: number;
}

/** What a mask is to a row, in the last five bits of what a kernel returns (assembly/rowwise/survey.ts): how many rows there are is before them. */
export const FLAGS = 5;
export const CONSTANT = 1;
export const BELOW = 2;
export const ABOVE = 4;
export const EMPTY = 8;
export const ADDED = 16;

/** The exports of a module that goes by records. */
export interface RecordExports {
  summarise(x: number, records: number, rows: number, n: number, c: number): void;
  summariseMasked(x: number, mask: number, records: number, rows: number, n: number, told: number, c: number): number;
  readonly finish?: (x: number, y: number, records: number, rows: number, n: number, c: number) => void;
  readonly finishMasked?: (x: number, mask: number, y: number, records: number, rows: number, n: number, c: number) => void;
}

export function passesOfRecords({ summarise, summariseMasked, finish, finishMasked }: RecordExports, c: number): Passes {
  return {
    sum: (x, records, rows, n) => summarise(x, records, rows, n, c),
    sumMasked: (x, mask, records, rows, n, told) => summariseMasked(x, mask, records, rows, n, told ? 1 : 0, c),
    finish: (x, y, records, rows, n) => finish?.(x, y, records, rows, n, c),
    finishMasked: (x, mask, y, records, rows, n) => finishMasked?.(x, mask, y, records, rows, n, c),
  };
}

/** What there is to do of quotients: all, the sum alone, or the quotients from a record. */
export const ALL = 0;
const SUM = 1;
const QUOTIENTS = 2;

/** Two functions that do all in one, or a part of it. The first row is number `row`. */
export interface QuotientExports {
  readonly plain: (x: number, y: number, rows: number, n: number, part: number, row: number) => void;
  readonly masked: (x: number, mask: number, y: number, rows: number, n: number, part: number, row: number) => number;
  readonly beside: number;
}

export function passesOfQuotients({ plain, masked, beside }: QuotientExports): Passes {
  return {
    sum: (x, _, rows, n) => plain(x, x, rows, n, SUM, 0),
    sumMasked: (x, mask, _, rows, n) => (rows << FLAGS) | (masked(x, mask, x, rows, n, SUM, 0) & ((1 << FLAGS) - 1)),
    finish: (x, y, _, rows, n) => plain(x, y, rows, n, QUOTIENTS, 0),
    finishMasked: (x, mask, y, _, rows, n) => {
      masked(x, mask, y, rows, n, QUOTIENTS, 0);
    },
    whole: {
      plain: (x, y, rows, n, row) => plain(x, y, rows, n, ALL, row),
      masked: (x, mask, y, rows, n, row) => masked(x, mask, y, rows, n, ALL, row),
      beside,
    },
  };
}
