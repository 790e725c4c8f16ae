import type { FloatArray } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";

/**
 * Copies between rows that are columns of an array, and rows one after the other in a staging slot: entries `from` to `from + length` of
 * rows that follow each other. Neighbours in the array are taken one after the other: by rows, a cache line would be fetched for every
 * element of it, and with a stride that is a power of two not even stay.
 */
export function gather(
  x: FloatArray,
  shape: Shape,
  row: number,
  rows: number,
  from: number,
  length: number,
  slot: FloatArray,
  at: number,
): void {
  walk(shape, row, rows, from, (start, first, width) => {
    for (let i = 0; i < length; i++) {
      const source = start + i * shape.inner;
      const target = at + first * length + i;
      for (let k = 0; k < width; k++) slot[target + k * length] = x[source + k];
    }
  });
}

/** The reverse of {@link gather}. */
export function scatter(
  x: FloatArray,
  shape: Shape,
  row: number,
  rows: number,
  from: number,
  length: number,
  slot: FloatArray,
  at: number,
): void {
  walk(shape, row, rows, from, (start, first, width) => {
    for (let i = 0; i < length; i++) {
      const target = start + i * shape.inner;
      const source = at + first * length + i;
      for (let k = 0; k < width; k++) x[target + k] = slot[source + k * length];
    }
  });
}

/** Calls `block` with each stretch of rows that are neighbours: where its first entry is, the number of its first row, how many there are. */
function walk(
  { n, inner }: Shape,
  row: number,
  rows: number,
  from: number,
  block: (start: number, first: number, width: number) => void,
): void {
  for (let first = 0, width = 0; first < rows; first += width) {
    const k = (row + first) % inner;
    width = Math.min(rows - first, inner - k);
    block(Math.floor((row + first) / inner) * n * inner + k + from * inner, first, width);
  }
}
