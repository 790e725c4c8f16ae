/**
 * Rows one after the other, n entries each, and their records, four f64 for each row:
 *
 *     its largest entry,  the sum of its terms,  the error of that sum,  the mask at its largest entry
 *
 * With a mask, the largest entry is the x that makes the largest sum, or one next to it. The
 * wrapper puts what the last pass needs in the second's place. A row that does not fit the scratch
 * comes in pieces, each a row to these functions.
 */
import { PARAMETER, PARAMETERS } from "../../context";
import { instance, Lanes, widenLow } from "../../lanes";
import { Entries } from "./entries";
import { LARGEST, largest, OnGrid, Plain, prepare, RECORD, sumTerms, TILE, total, Written, writeProducts } from "./passes";
import { FLAGS, isAdded, prepareMask, survey, writeCentre } from "./survey";
import { Terms } from "./terms";

/** Bytes of a record. */
export const RECORD_BYTES: usize = 32;

/**
 * Writes the records of rows. With a mask, it ends at the first of which the sums are not as exact
 * as terms are, unless it is `told` to go on. Returns how many rows that makes, 32 for each, and
 * the flags of the last it saw.
 */
export function summarise<K extends Terms, S extends Entries<K>, T extends number>(
  x: usize,
  mask: usize,
  records: usize,
  rows: usize,
  n: usize,
  told: usize,
  c: usize,
): usize {
  const k = instance<K>();
  const s = instance<S>();
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
    } else v128.store(records, widenLow<T>(largest<T>(x, size)));
    const entry = v128.load64_splat(records);
    const added = v128.load64_splat(records, 24);
    const m = s.centre(entry, added);
    const mLow = s.centreLow(entry, added);
    let sums = sumTerms<K, S, Plain<K>>(x, mask, 0, m, mLow, end, size, c);
    if (!k.sumsExactly) {
      const sum = f64x2.extract_lane(total(sums), 0);
      // Beside 1 the remainder of a plain sum would have lost digits. It may also be NaN.
      if (sum <= 1.0001 * k.unit) sums = sumTerms<K, S, OnGrid<K>>(x, mask, 0, m, mLow, end, size, c);
      else sums = f64x2.replace_lane(f64x2.splat(0), 0, sum);
    }
    v128.store(records, f64x2.mul(sums, f64x2.splat(1 / k.unit)), 8);
    x += size;
    mask += size;
    records += RECORD_BYTES;
  }
  return (row << FLAGS) | flags;
}

/**
 * Parts of {@link quotients}: all, the first half, which leaves a record in the context, or from
 * that the second.
 */
const ALL: usize = 0;
const SUM: usize = 1;
const QUOTIENTS: usize = 2;
/**
 * Parts for a row without a mask whose terms are kept: its largest entry; its terms, from a record
 * with that, and at y their sum; and their products with a factor.
 */
const TOP: usize = 3;
const TERMS: usize = 4;
const PRODUCTS: usize = 5;

/**
 * Takes the entries of a row, and those that stand at c, from an origin. Returns where they are
 * then: at x, if it is 0, or else at e.
 */
function fromOrigin(x: usize, origin: v128, e: usize, end: usize, c: usize): usize {
  if (!v128.any_true(origin)) return x;
  for (let i: usize = 0; i < end; i += 16) v128.store(e + i, f32x4.sub(v128.load(x + i), origin));
  for (let i: usize = 0; i < 64; i += 16) v128.store(c + i, f32x4.sub(v128.load(c + i), origin));
  return e;
}

/** The offset of parameter 6 in a context, as f64. */
const EMPTY_VALUE: usize = PARAMETERS + 6 * PARAMETER;

/**
 * Writes the terms of rows over their sum, times an element of `weights` for each row over the
 * temperature, unless that is 0. e is where the terms of a row may stand; x and y may be one array.
 * With a mask, it ends at the first row of which the sums are not as exact as terms are. Returns
 * how many rows that makes, 32 for each, and the flags of the last it saw.
 *
 * Of a row in pieces, it makes a record, and the quotients from one: its largest entry, and the
 * factor of the terms. Where it is asked for the largest entry alone, it returns to how many
 * vectors terms come for each of entries.
 */
export function quotients<K extends Terms, S extends Entries<K>, T extends number>(
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
  const k = instance<K>();
  const s = instance<S>();
  const size = n * sizeof<T>();
  const end = size & ~(k.tile - 1);
  const record = c + RECORD;
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
    } else if (part <= SUM || part === TOP) v128.store(record, widenLow<T>(largest<T>(x, size)));
    if (!s.masked && part === TOP) return k.vectors;
    const entry = v128.load64_splat(record);
    const added = v128.load64_splat(record, 24);
    let factor = f64x2.splat(load<f64>(record, 8) * (1 / k.unit));
    let sum = f64x2.splat(0);
    if (s.masked || part !== PRODUCTS) {
      const m = s.centre(entry, added);
      const mLow = s.centreLow(entry, added);
      const from = k.hasOrigin && !s.masked ? fromOrigin(x, k.origin(m), e, end, c) : x;
      sum = total(sumTerms<K, S, Written<K>>(from, mask, e, k.origin(m), k.originLow(m, mLow, c), end, size, c));
      if (part === SUM) k.writeOrigin(m, record);
    }
    if (part === SUM || (!s.masked && part === TERMS)) {
      store<f64>(part === SUM ? record + 8 : y, f64x2.extract_lane(sum, 0) * (1 / k.unit));
      store<f64>(record, 0, 16);
      break;
    }
    if (part === ALL) {
      const op = instance<Lanes<f64>>();
      if (weights) factor = op.div(op.mul(widenLow<T>(v128.load_splat<T>(weights + row * sizeof<T>())), op.parameter(3)), sum);
      else factor = f64x2.splat(1 / f64x2.extract_lane(sum, 0));
    }
    if (part === ALL && f64x2.extract_lane(sum, 0) === 0) {
      const value = <T>load<f64>(c, EMPTY_VALUE);
      for (let i: usize = 0; i < size; i += sizeof<T>()) store<T>(y + i, value);
    } else writeProducts<K, T>(e, y, k.broadcast(factor), k.broadcastError(factor), end, size, c);
    x += size;
    mask += size;
    y += size;
  }
  return (row << FLAGS) | flags;
}
