import { BLOCK, COPIED } from "../../kernels/layout.js";
import type { Multiplication, Multiplier } from "./multiplier.js";

/** Where sums start that start at 0: assembly/dense/start.ts. */
export const NOWHERE = -1;

/** Sizes of the blocks in which matrices are staged, and the addresses where. */
export interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly areas: { readonly x: number; readonly w: number; readonly y: number };
}

/** Rows and columns below which a block would not repay its loading, unless the matrix has no more. */
const ROWS = 32;
const COLUMNS = 64;
const WIDE = 256;

/** w takes the larger area: it is loaded once, and x passes by. But where a kernel would copy columns of x, the area is theirs. */
export function blocksOf({ bytes, slots, copy }: Multiplier, product: Multiplication): Blocks {
  const { x, byColumns, w, transposed, y, m, n, k } = product;
  const stagesX = x !== null && x.at < 0;
  const stagesW = w.at < 0;
  const half = slots.length / 2;
  const small = { at: slots.at, length: half };
  const copiesX = byColumns && m * BLOCK > half;
  const areaX = stagesW && !copiesX ? small : copy;
  const areaW = copiesX ? small : copy;
  const areaY = stagesW ? { at: slots.at + half * bytes, length: half } : slots;

  const unit = (transposed ? 16 / bytes : 1) * BLOCK;
  const reach = Math.min(stagesX ? areaX.length / Math.min(m, ROWS) : k, stagesW ? areaW.length / Math.min(n, COLUMNS) : k);
  const depth = k <= Math.max(unit, reach) ? k : Math.max(unit, reach - (reach % unit));
  const within = (length: number) => Math.floor(length / Math.max(depth, 1));

  const vectors = 64 / bytes;
  let rows = stagesX ? within(areaX.length) : m;
  if (stagesX && byColumns) rows = Math.min(rows, COPIED / bytes);
  let columns = stagesW ? whole(within(areaW.length), vectors) : n;
  if (y.at < 0 && rows * columns > areaY.length) {
    columns = Math.min(columns, whole(Math.max(Math.floor(areaY.length / rows), WIDE), vectors));
    rows = Math.min(rows, Math.floor(areaY.length / columns));
  }
  return { rows: whole(rows, 4), columns, depth, areas: { x: areaX.at, w: areaW.at, y: areaY.at } };
}

/** The multiple of `unit` in `length`, or where there is none, what is there. */
function whole(length: number, unit: number): number {
  return length > unit ? length - (length % unit) : length;
}
