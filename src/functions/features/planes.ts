import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, copyInto, viewOf } from "../../call/arrays.js";
import type { BoundKernel } from "../../runtime/kernel.js";

/**
 * The layout of two arrays of which one has `count` elements to each of the other. Of a block of
 * `size` elements of the narrow one, the wide one has as many planes of that size.
 */
export interface Planes {
  readonly blocks: number;
  readonly count: number;
  readonly size: number;
}

/** An array of a call, with its staging slot. */
export interface PlaneArray {
  readonly checked: CheckedArray;
  readonly isWide: boolean;
  readonly isOutput: boolean;
  readonly slot: number;
}

/** Calls `run` with the addresses of arrays, from which on they have so many blocks of a size. */
type Run = (addresses: readonly number[], blocks: number, size: number) => void;

/**
 * Brings arrays to a kernel: as they are where all of them are in the memory, else as many blocks
 * at a time as fit the staging slots, or a part of one. False where not even an element of each
 * plane fits.
 */
export function runOnPlanes(kernel: BoundKernel<unknown>, planes: Planes, arrays: readonly PlaneArray[], run: Run): boolean {
  const { blocks, count, size } = planes;
  const { memory, type } = kernel;
  if (arrays.every(({ checked }) => checked.at >= 0)) {
    run(
      arrays.map(({ checked }) => checked.at),
      blocks,
      size,
    );
    return true;
  }
  const most = memory.tile(type);
  if (count > most) return false;
  const together = Math.floor(most / (count * size));
  const lengthOf = ({ isWide }: PlaneArray) => (isWide ? count * size : size);
  for (let block = 0; together > 0 && block < blocks; block += together) {
    const n = Math.min(together, blocks - block);
    const places = arrays.map((one) => {
      const length = lengthOf(one);
      return one.isOutput
        ? kernel.target(one.checked, one.slot, block * length)
        : kernel.load(one.checked, one.slot, block * length, n * length);
    });
    run(places, n, size);
    for (const one of arrays) if (one.isOutput) kernel.store(one.checked, one.slot, block * lengthOf(one), n * lengthOf(one));
  }
  if (together === 0) runInParts(kernel, planes, arrays, run, Math.floor(most / count));
  return true;
}

/** Goes through blocks in parts, of `most` elements of each plane, wherever the arrays are. */
function runInParts(kernel: BoundKernel<unknown>, planes: Planes, arrays: readonly PlaneArray[], run: Run, most: number): void {
  const { blocks, count, size } = planes;
  const { memory, type } = kernel;
  const places = arrays.map(({ slot }) => memory.slot(slot));
  const copy = ({ checked, isWide, slot }: PlaneArray, block: number, from: number, length: number, out: boolean): void => {
    const view = memory.view(type);
    const start = memory.slot(slot) / bytesOf(type);
    const planesOfArray = isWide ? count : 1;
    for (let plane = 0; plane < planesOfArray; plane++) {
      const at = (block * planesOfArray + plane) * size + from;
      const staged = start + plane * length;
      if (out) copyInto(checked.array, viewOf(view, type, staged, length), at);
      else copyInto(view, viewOf(checked.array, type, at, length), staged);
    }
  };
  for (let block = 0; block < blocks; block++)
    for (let from = 0; from < size; from += most) {
      const length = Math.min(most, size - from);
      for (const one of arrays) if (!one.isOutput) copy(one, block, from, length, false);
      run(places, 1, length);
      for (const one of arrays) if (one.isOutput) copy(one, block, from, length, true);
    }
}

/** Calls `use` with the place of each narrow element, and of the first of its wide ones. */
export function eachGroup({ blocks, count, size }: Planes, use: (narrow: number, wide: number) => void): void {
  for (let block = 0; block < blocks; block++) for (let i = 0; i < size; i++) use(block * size + i, block * count * size + i);
}
