import type { LinearMemory } from "../../runtime/memory.js";

/** Elements of the largest tile of a kernel: of so many, none is written beyond a row. */
export const TILE = 16;

/** Bytes of a term that is wider than the elements of the array, and of a sum. */
export const WIDE = 8;

/** Writes the record of a row: its largest entry, and the factor of its terms. */
export function writeRecord(memory: LinearMemory, record: number, largest: number, factor: number): void {
  const view = memory.view("Float64Array");
  view[record / WIDE] = largest;
  view[record / WIDE + 1] = factor;
  view[record / WIDE + 3] = 0;
}
