/**
 * Rows one after the other, n entries each, and what is known of them: a record of four f64 for each row,
 *
 *     its largest entry,  the sum of its terms,  what that sum has lost,  the mask at its largest entry
 *
 * With a mask, the largest entry is the x that makes the largest sum, or one next to it. The wrapper turns the second into what the
 * last pass wants to know. A row that does not fit the scratch comes in pieces, each a
 * row to these functions.
 */
import { kernel, Lanes, widenLow } from "../../lanes";
import {
  addTerms,
  behind,
  CENTRE,
  copyTail,
  fillRow,
  LARGEST,
  largest,
  MASKS,
  prepare,
  RESULTS,
  Source,
  sumTerms,
  TILE,
  writeProducts,
  writeTerms,
} from "./passes";
import { FLAGS, isAdded, prepareMask, survey, writeCentre } from "./survey";
import { Terms } from "./terms";

/** Bytes of a record. */
const RECORD: usize = 32;

/**
 * Writes the records of rows. With a mask, it ends at the first of which the sums are not as exact as terms are, unless it is `told` to
 * go on. Returns how many rows that makes, 32 for each, and the flags of the last it saw.
 */
export function summarise<K extends Terms, S extends Source, T extends number>(
  x: usize,
  mask: usize,
  records: usize,
  rows: usize,
  n: usize,
  told: usize,
  c: usize,
): usize {
  const k = kernel<K>();
  const s = kernel<S>();
  const size = n * sizeof<T>();
  const end = size & ~(TILE - 1);
  let row: usize = 0;
  let flags: usize = 0;
  for (; row < rows; row++) {
    prepare<T>(x, end, size, -Infinity, c);
    if (s.masked) {
      prepareMask<T>(mask, end, size, c);
      flags = survey<T>(x, mask, end, size, k.reach, c);
      if (!isAdded(flags) && !told) break;
      writeCentre<T>(x, mask, records, end, size, c);
    } else v128.store(records, widenLow<T>(largest<T>(x, size, c)));
    const entry = v128.load64_splat(records);
    const m = s.centre(entry, v128.load64_splat(records, 24));
    const mLow = s.centreLow(entry, v128.load64_splat(records, 24));
    let sum: f64 = 0;
    if (!k.exact) sum = f64x2.extract_lane(sumTerms<K, S>(x, mask, m, mLow, end, size, c), 0) / k.unit;
    // Beside 1 what is left of a plain sum would have lost digits. It may also be NaN.
    if (sum <= 1.0001) addTerms<K, S>(x, mask, records + 8, m, mLow, end, size, c);
    else {
      store<f64>(records, sum, 8);
      store<f64>(records, 0, 16);
    }
    x += size;
    mask += size;
    records += RECORD;
  }
  return (row << FLAGS) | flags;
}

/** The last pass of logarithms, with the records, whose second number is the logarithm of the sum. x and y may be one array. */
export function writeLogarithms<K extends Terms, S extends Source, T extends number>(
  x: usize,
  mask: usize,
  y: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  const k = kernel<K>();
  const s = kernel<S>();
  const size = n * sizeof<T>();
  const end = size & ~(TILE - 1);
  for (; rows > 0; rows--) {
    const entry = v128.load64_splat(records);
    const m = s.centreOfLogarithms(entry, v128.load64_splat(records, 24));
    const mLow = s.centreLow(entry, v128.load64_splat(records, 24));
    const log = k.spread(v128.load64_splat(records, 8));
    prepare<T>(x, end, size, 0, c);
    if (s.masked) prepareMask<T>(mask, end, size, c);
    let from = end ? x : c;
    let maskFrom = end ? mask : c + MASKS;
    let to = end ? y : c + RESULTS;
    for (let left = size; ; left -= TILE) {
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      const y0 = s.logarithm(x0, s.added(maskFrom, x0), m, mLow, log);
      const y1 = s.logarithm(x1, s.added(maskFrom + 16, x1), m, mLow, log);
      v128.store(to, y0);
      v128.store(to, y1, 16);
      if (left <= TILE) break;
      from = behind(from, TILE, x + end, c);
      if (s.masked) maskFrom = behind(maskFrom, TILE, mask + end, c + MASKS);
      to = behind(to, TILE, y + end, c + RESULTS);
    }
    copyTail<T>(y + end, c + RESULTS, size - end);
    x += size;
    mask += size;
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

/** What is done of {@link normalise}: all, the first half, which leaves a record in the context, or from that the second. */
const ALL: usize = 0;
const SUM: usize = 1;
const QUOTIENTS: usize = 2;

/**
 * The terms of rows over their sum, times a weight. e is where the terms of a row may stand; x and y may be one array. With a mask, it ends
 * at the first row of which the sums are not as exact as terms are. Returns how many rows that makes, 32 for each, and the flags of the
 * last it saw.
 *
 * Of a row in pieces, it makes a record, and the quotients from one: its largest entry, and what the terms are to be multiplied with.
 */
export function normalise<K extends Terms, S extends Source, W extends Weight, T extends number>(
  weights: usize,
  x: usize,
  mask: usize,
  y: usize,
  e: usize,
  rows: usize,
  n: usize,
  part: usize,
  c: usize,
): usize {
  const k = kernel<K>();
  const s = kernel<S>();
  const f = kernel<Lanes<f64>>();
  const size = n * sizeof<T>();
  const end = size & ~(k.tile - 1);
  const record = c + CENTRE;
  let row: usize = 0;
  let flags: usize = 0;
  for (; row < rows; row++) {
    prepare<T>(x, end, size, -Infinity, c);
    if (s.masked) {
      prepareMask<T>(mask, end, size, c);
      if (part !== QUOTIENTS) {
        flags = survey<T>(x, mask, end, size, k.reach, c);
        if (part === ALL && !isAdded(flags)) break;
        v128.store(record, widenLow<T>(v128.load(c, LARGEST)));
        store<f64>(record, 0, 24);
        if (k.centred || part === SUM) writeCentre<T>(x, mask, record, end, size, c);
      }
    } else if (part !== QUOTIENTS) v128.store(record, widenLow<T>(largest<T>(x, size, c)));
    const entry = v128.load64_splat(record);
    const added = v128.load64_splat(record, 24);
    let factor = f.splat(load<f64>(record, 8) * (1 / k.unit));
    const sum = writeTerms<K, S>(x, mask, e, s.centre(entry, added), s.centreLow(entry, added), end, size, c);
    if (part === SUM) {
      store<f64>(record, f64x2.extract_lane(sum, 0) * (1 / k.unit), 8);
      store<f64>(record, 0, 16);
      break;
    }
    if (part === ALL) {
      if (kernel<W>().given) factor = f.div(f.mul(widenLow<T>(v128.load_splat<T>(weights)), f.parameter(3)), sum);
      else factor = f.splat(1 / f64x2.extract_lane(sum, 0));
    }
    if (part === ALL && f64x2.extract_lane(sum, 0) === 0) fillRow<T>(y, size, c);
    else {
      writeProducts<K>(e, y, k.spread(factor), k.spreadLow(factor), end, size, c);
      copyTail<T>(y + end, c + RESULTS, size - end);
    }
    x += size;
    mask += size;
    y += size;
    weights += sizeof<T>();
  }
  return (row << FLAGS) | flags;
}
