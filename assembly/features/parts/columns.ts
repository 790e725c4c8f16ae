/** Vectors of elements that lie `step` bytes apart, and the rest of them one by one. */

/** The way in which the elements of a vector lie in memory. */
export abstract class Columns {
  abstract load(at: usize, step: usize): v128;
  abstract store(at: usize, step: usize, y: v128): void;
}

/** Neighbours, whatever the step is. */
export class Neighbours<T extends number> extends Columns {
  load(at: usize, step: usize): v128 {
    return v128.load(at);
  }

  store(at: usize, step: usize, y: v128): void {
    v128.store(at, y);
  }
}

/** Elements one step from each other. */
export class Strided<T extends number> extends Columns {
  load(at: usize, step: usize): v128 {
    const first = v128.load_zero<T>(at);
    if (sizeof<T>() === 8) return v128.load_lane<T>(at + step, first, 1);
    const two = v128.load_lane<T>(at + step, first, 1);
    const three = v128.load_lane<T>(at + 2 * step, two, 2);
    return v128.load_lane<T>(at + 3 * step, three, 3);
  }

  store(at: usize, step: usize, y: v128): void {
    v128.store_lane<T>(at, y, 0);
    v128.store_lane<T>(at + step, y, 1);
    if (sizeof<T>() === 8) return;
    v128.store_lane<T>(at + 2 * step, y, 2);
    v128.store_lane<T>(at + 3 * step, y, 3);
  }
}

/** One element. */
export class Single<T extends number> extends Columns {
  load(at: usize, step: usize): v128 {
    return v128.load_zero<T>(at);
  }

  store(at: usize, step: usize, y: v128): void {
    v128.store_lane<T>(at, y, 0);
  }
}
