/**
 * One step of a loop: a vector, or one element of the tail. An element passes through the same
 * vector operations, alone in its lane, so that it is rounded as in a vector.
 */
export abstract class Part<T extends number> {
  abstract get bytes(): usize;
  abstract load(from: usize): v128;
  abstract store(to: usize, value: v128): void;
}

export class Vector<T extends number> extends Part<T> {
  get bytes(): usize {
    return 16;
  }

  load(from: usize): v128 {
    return v128.load(from);
  }

  store(to: usize, value: v128): void {
    v128.store(to, value);
  }
}

export class Element<T extends number> extends Part<T> {
  get bytes(): usize {
    return sizeof<T>();
  }

  load(from: usize): v128 {
    return v128.load_zero<T>(from);
  }

  store(to: usize, value: v128): void {
    v128.store_lane<T>(to, value, 0);
  }
}
