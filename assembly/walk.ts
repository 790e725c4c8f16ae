/**
 * The walk over arrays, a tile of 1, 2 or 4 vectors at a time: `dy`, `x` and `z` to read, `y` and
 * `d` to write. `n` counts elements, `c` points to the module's context (context.ts).
 *
 * A tail is copied to the scratch and takes the same loop once more, so an export holds one copy of
 * its kernel and a result never depends on where its element stood. Exact aliasing is in place.
 */
import { instance } from "./lanes";

/** The arrays of a step besides x and y. */
export const READS_GRADIENT = 1;
export const READS_PAIR = 2;
export const WRITES_PAIR = 4;

/** Two vectors of x, or of y, to one of the others. */
export const WIDE_INPUT = 8;
export const WIDE_RESULT = 16;

/** The results of a tail take the place of x and z in the scratch. */
export const IN_PLACE = 32;

/** The rest of a tile, after one vector of it. */
export abstract class Continuation {
  abstract at(dy: usize, x: usize, z: usize, y: usize, d: usize): void;
}

class Stop extends Continuation {
  at(dy: usize, x: usize, z: usize, y: usize, d: usize): void {}
}

class Then<S extends Step, R extends Continuation> extends Continuation {
  at(dy: usize, x: usize, z: usize, y: usize, d: usize): void {
    const step = instance<S>();
    const inputs: usize = step.arrays & WIDE_INPUT ? 32 : 16;
    const results: usize = step.arrays & WIDE_RESULT ? 32 : 16;
    step.at<R>(dy + 16, x + inputs, z + 16, y + results, d + 16);
  }
}

/**
 * One step, on a vector of each array.
 *
 * The rest of the tile comes between arithmetic and stores, so that all stores are last: one
 * between two kernels keeps V8 from sharing the constants they load.
 */
export abstract class Step {
  /** The bits of its arrays. */
  abstract get arrays(): i32;

  /** Would be abstract, if asc allowed type parameters there. */
  at<R extends Continuation>(dy: usize, x: usize, z: usize, y: usize, d: usize): void {}
}

export function walk<S extends Step, T extends number>(
  unroll: usize,
  dy: usize,
  x: usize,
  z: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  const step = instance<S>();
  const inputs: usize = step.arrays & WIDE_INPUT ? 2 : 1;
  const results: usize = step.arrays & WIDE_RESULT ? 2 : 1;
  const isInPlace = (step.arrays & IN_PLACE) !== 0;
  const tile = unroll * 16;
  const tail = (n * sizeof<T>()) & (tile - 1);
  let end = n * sizeof<T>() - tail;
  let tailOfY: usize = 0;
  let tailOfD: usize = 0;
  for (;;) {
    for (let i: usize = 0; i < end; i += tile) {
      const at = i * inputs;
      const to = i * results;
      if (tile === 16) step.at<Stop>(dy + i, x + at, z + i, y + to, d + i);
      else if (tile === 32) step.at<Then<S, Stop>>(dy + i, x + at, z + i, y + to, d + i);
      else step.at<Then<S, Then<S, Then<S, Stop>>>>(dy + i, x + at, z + i, y + to, d + i);
    }
    if (x === c) {
      memory.copy(tailOfY, y, tail * results);
      if (step.arrays & WRITES_PAIR) memory.copy(tailOfD, d, tail);
      return;
    }
    if (!tail) return;
    memory.copy(c, x + end * inputs, tail * inputs);
    if (step.arrays & READS_PAIR) memory.copy(c + 64, z + end, tail);
    if (step.arrays & READS_GRADIENT) memory.copy(isInPlace ? c + 128 : c + 64, dy + end, tail);
    tailOfY = y + end * results;
    tailOfD = d + end;
    x = c;
    z = c + 64;
    dy = isInPlace ? c + 128 : c + 64;
    y = isInPlace ? c : c + 128;
    d = isInPlace ? c + 64 : c + 192;
    end = tile;
  }
}
