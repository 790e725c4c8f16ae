/**
 * The survey of a row with a mask, before anything is computed: whether x + temperature mask is as
 * exact as terms have to be. That is so where nothing is so large that an entry would lose digits
 * by adding it; entries that are far below the largest count for nothing.
 */
import { instance, Lanes } from "../../lanes";
import { across, LARGEST, MASKS, nextTile, prepare, TILE } from "./passes";

/** All of the mask is one finite number, which changes nothing. */
const CONSTANT: usize = 1;
/** Neither x / temperature nor the mask goes beyond the reach of the terms. */
const BELOW: usize = 2;
/** Nor does the largest sum, on the other side. */
const ABOVE: usize = 4;
/** There is no largest sum: all of x, or of the mask, is -Infinity. */
const EMPTY: usize = 8;
/** All in all: the mask is to be added. */
const ADDED: usize = 16;
/** Bits of these. */
export const FLAGS: usize = 5;

export function isAdded(flags: usize): bool {
  return (flags & ADDED) !== 0;
}

/** The sums, in elements of the array. */
function sums<T extends number>(x: v128, mask: v128): v128 {
  return v128.add<T>(x, v128.mul<T>(mask, instance<Lanes<T>>().parameter(7)));
}

/** Prepares the tail of a mask with its first element, so that it is as constant as before. */
export function prepareMask<T extends number>(mask: usize, end: usize, size: usize, c: usize): void {
  prepare<T>(mask, end, size, <f64>load<T>(mask), c + MASKS);
}

/**
 * The flags of a row of which the tails are prepared. Its largest sum is left in the context; it is
 * finite where there is none. Neighbours of NaN may be passed over with it: all of such a row is
 * NaN.
 */
export function survey<T extends number>(x: usize, mask: usize, end: usize, size: usize, reach: f64, c: usize): usize {
  const op = instance<Lanes<T>>();
  const first = v128.load_splat<T>(mask);
  let differs = v128.ne<T>(v128.sub<T>(first, first), v128.splat<T>(0 as T));
  let most = v128.splat<T>(<T>(sizeof<T>() === 4 ? -f32.MAX_VALUE : -f64.MAX_VALUE));
  let mostOfX = v128.splat<T>(-Infinity as T);
  let mostOfMask = mostOfX;
  const stop = x + end;
  const maskStop = mask + end;
  if (!end) {
    x = c;
    mask = c + MASKS;
  }
  let mostOfNext = most;
  for (let left = size; ; left -= TILE) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const a0 = v128.load(mask);
    const a1 = v128.load(mask, 16);
    differs = v128.or(differs, v128.or(v128.ne<T>(a0, first), v128.ne<T>(a1, first)));
    mostOfX = op.max(mostOfX, op.max(x1, x0));
    mostOfMask = op.max(mostOfMask, op.max(a1, a0));
    most = op.max(most, sums<T>(x0, a0));
    mostOfNext = op.max(mostOfNext, sums<T>(x1, a1));
    if (left <= TILE) break;
    x = nextTile(x, TILE, stop, c);
    mask = nextTile(mask, TILE, maskStop, c + MASKS);
  }
  most = across<T>(op.max(most, mostOfNext));
  v128.store(c, most, LARGEST);
  const limit = reach * f64x2.extract_lane(instance<Lanes<f64>>().parameter(7), 0);
  const entry = <f64>v128.extract_lane<T>(across<T>(mostOfX), 0);
  const added = <f64>v128.extract_lane<T>(across<T>(mostOfMask), 0);
  let flags: usize = 0;
  if (!v128.any_true(differs)) flags |= CONSTANT;
  if (entry <= limit && added <= reach) flags |= BELOW;
  if (<f64>v128.extract_lane<T>(most, 0) >= -limit) flags |= ABOVE;
  if (entry === -Infinity || added === -Infinity) flags |= EMPTY;
  if ((flags & (CONSTANT | BELOW)) === BELOW && (flags & (ABOVE | EMPTY)) !== 0) flags |= ADDED;
  return flags;
}

/** Writes the entry of the largest sum of a row that was surveyed, and its mask, to a record. */
export function writeCentre<T extends number>(x: usize, mask: usize, record: usize, end: usize, size: usize, c: usize): void {
  const most = v128.load(c, LARGEST);
  const stop = x + end;
  const maskStop = mask + end;
  if (!end) {
    x = c;
    mask = c + MASKS;
  }
  for (let left = size; left > 16 && !v128.any_true(v128.eq<T>(sums<T>(v128.load(x), v128.load(mask)), most)); left -= 16) {
    x = nextTile(x, 16, stop, c);
    mask = nextTile(mask, 16, maskStop, c + MASKS);
  }
  store<f64>(record, sizeof<T>() === 4 ? -f32.MAX_VALUE : -f64.MAX_VALUE);
  store<f64>(record, 0, 24);
  for (let i: usize = 16; i > 0; i -= sizeof<T>()) {
    const at = i - sizeof<T>();
    const entry = v128.load_splat<T>(x + at);
    const added = v128.load_splat<T>(mask + at);
    if (!v128.any_true(v128.eq<T>(sums<T>(entry, added), most))) continue;
    store<f64>(record, <f64>v128.extract_lane<T>(entry, 0));
    store<f64>(record, <f64>v128.extract_lane<T>(added, 0), 24);
  }
}
