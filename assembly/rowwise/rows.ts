/**
 * Rows one after the other, n entries each, and what is known of them: a record of four f64 for each row,
 *
 *     its largest entry m,  the sum of its terms,  what that sum has lost,  unused
 *
 * The wrapper turns the second into what the last pass wants to know. A row that does not fit the scratch comes in pieces, each a
 * row to these functions.
 */
import { kernel, Lanes } from "../lanes";
import {
  addTerms,
  behind,
  copyTail,
  fillTerms,
  LOW_WORDS,
  largest,
  prepare,
  RESULTS,
  Source,
  sumTerms,
  TILE,
  widen,
  writeProducts,
  writeTerms,
} from "./passes";
import { Terms } from "./terms";

/** Bytes of a record. */
const RECORD: usize = 32;

/** Writes the records of rows. */
export function summarise<K extends Terms, S extends Source, T extends number>(
  x: usize,
  low: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  const size = n * sizeof<T>();
  const end = size & ~(TILE - 1);
  for (; rows > 0; rows--) {
    prepare<T>(x, end, size, -Infinity, c);
    if (kernel<S>().words === 2) prepare<T>(low, end, size, 0, c + LOW_WORDS);
    const m = largest<T>(x, size, c);
    const wide = widen<T>(m);
    v128.store(records, wide);
    const centre = kernel<K>().spread(wide);
    let sum: f64 = 0;
    if (!kernel<K>().exact) sum = f64x2.extract_lane(sumTerms<K, S>(x, low, centre, end, size, c), 0) / kernel<K>().unit;
    // Beside 1 what is left of a plain sum would have lost digits. It may also be NaN.
    if (sum <= 1.0001) addTerms<K, S>(x, low, records + 8, centre, end, size, c);
    else {
      store<f64>(records, sum, 8);
      store<f64>(records, 0, 16);
    }
    x += size;
    low += size;
    records += RECORD;
  }
}

/** What the last pass does with a vector of a row, from its record. */
export abstract class Finish {
  abstract at(x: usize, low: usize, m: v128, value: v128): v128;
}

/** Terms times a factor. */
export class Scaled<K extends Terms, S extends Source> extends Finish {
  at(x: usize, low: usize, m: v128, value: v128): v128 {
    const k = kernel<K>();
    const s = kernel<S>();
    const unit = kernel<Lanes<f64>>().splat(1 / k.unit);
    return k.product(s.p(x, low, m), s.q(x, low, m), k.spread(kernel<Lanes<f64>>().mul(value, unit)));
  }
}

/** Logarithms of terms, less one that is given. */
export class Logarithms<K extends Terms, S extends Source> extends Finish {
  at(x: usize, low: usize, m: v128, value: v128): v128 {
    return kernel<S>().logarithm(x, low, m, kernel<K>().spread(value));
  }
}

/** The last pass over rows, with the records. x and y may be one array. */
export function finish<K extends Terms, S extends Source, F extends Finish, T extends number>(
  x: usize,
  low: usize,
  y: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  const f = kernel<F>();
  const size = n * sizeof<T>();
  const end = size & ~(TILE - 1);
  for (; rows > 0; rows--) {
    const m = kernel<K>().spread(v128.load64_splat(records));
    const value = v128.load64_splat(records, 8);
    prepare<T>(x, end, size, 0, c);
    if (kernel<S>().words === 2) prepare<T>(low, end, size, 0, c + LOW_WORDS);
    let from = end ? x : c;
    let lowFrom = end ? low : c + LOW_WORDS;
    let to = end ? y : c + RESULTS;
    for (let left = size; ; left -= TILE) {
      const y0 = f.at(from, lowFrom, m, value);
      const y1 = f.at(from + 16, lowFrom + 16, m, value);
      v128.store(to, y0);
      v128.store(to, y1, 16);
      if (left <= TILE) break;
      from = behind(from, TILE, x + end, c);
      lowFrom = behind(lowFrom, TILE, low + end, c + LOW_WORDS);
      to = behind(to, TILE, y + end, c + RESULTS);
    }
    copyTail<T>(y + end, c + RESULTS, size - end);
    x += size;
    low += size;
    y += size;
    records += RECORD;
  }
}

/** What the terms of a row are multiplied with, beside the reciprocal of their sum. */
export abstract class Weight {
  abstract get given(): bool;
}

export class NoWeight extends Weight {
  get given(): bool {
    return false;
  }
}

/** An element of an array for each row, over the temperature. */
export class WeightOfRow extends Weight {
  get given(): bool {
    return true;
  }
}

/** The terms of rows over their sum, times a weight. e is where the terms of a row may stand; x and y may be one array. */
export function normalise<K extends Terms, W extends Weight, T extends number>(
  weights: usize,
  x: usize,
  y: usize,
  e: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  const k = kernel<K>();
  const f = kernel<Lanes<f64>>();
  const size = n * sizeof<T>();
  const end = size & ~(k.tile - 1);
  for (; rows > 0; rows--) {
    prepare<T>(x, end, size, -Infinity, c);
    const m = k.spread(widen<T>(largest<T>(x, size, c)));
    const sum = writeTerms<K>(x, e, m, end, size, c);
    let factor = f.splat(1);
    if (f64x2.extract_lane(sum, 0) === 0) fillTerms<K>(e, size);
    else {
      if (kernel<W>().given) factor = f.mul(widen<T>(v128.load_splat<T>(weights)), f.parameter(3));
      factor = f.div(factor, sum);
    }
    writeProducts<K>(e, y, k.spread(factor), end, size, c);
    copyTail<T>(y + end, c + RESULTS, size - end);
    x += size;
    y += size;
    weights += sizeof<T>();
  }
}
