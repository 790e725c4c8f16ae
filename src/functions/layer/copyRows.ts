import { copyInto, type ElementType, type FloatArray, viewOf } from "../../call/arrays.js";

/** Up to this many elements a loop copies faster than `set` on a view that must be made for it. */
const COPY_LOOP = 48;

/** Copies `rows` rows of `columns` elements. Pitches are from row to row. */
export function copyRows(
  to: FloatArray,
  toAt: number,
  toPitch: number,
  from: FloatArray,
  fromAt: number,
  fromPitch: number,
  rows: number,
  columns: number,
  type: ElementType,
): void {
  if (toPitch === columns && fromPitch === columns) copyRun(to, toAt, from, fromAt, rows * columns, type);
  else for (let i = 0; i < rows; i++) copyRun(to, toAt + i * toPitch, from, fromAt + i * fromPitch, columns, type);
}

function copyRun(to: FloatArray, toAt: number, from: FloatArray, fromAt: number, length: number, type: ElementType): void {
  if (length > COPY_LOOP) copyInto(to, viewOf(from, type, fromAt, length), toAt);
  else for (let i = 0; i < length; i++) to[toAt + i] = from[fromAt + i];
}
