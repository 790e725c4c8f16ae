import { instance } from "../../lanes";
import { Channelled } from "./channelled";
import { SECOND_TABLE } from "./tables";

/** A method of an activation with parameters for each element, as the walk calls it. */
export abstract class ChannelMethod {
  /** The number of tables that it reads; 0 where there is no method. */
  abstract get tables(): i32;

  abstract at(x: v128, parameter: v128, second: v128, dy: v128): v128;
}

/** A method that does without a second table. */
export abstract class OfOneTable extends ChannelMethod {
  get tables(): i32 {
    return 1;
  }
}

/** Stands where a walk has no second method. */
export class NoMethod extends ChannelMethod {
  get tables(): i32 {
    return 0;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return x;
  }
}

/**
 * The walk over arrays with a parameter for each element, or two. As in ../../walk.ts, a tail is
 * copied to the scratch of the context and takes the same loop once more.
 *
 * `mask` is -1; or 63 where a table is the one parameter of all elements, 64 bytes of it. `F` has
 * all the tables that `G` has.
 */
export function walk<K extends Channelled, F extends ChannelMethod, G extends ChannelMethod, T extends number>(
  dy: usize,
  x: usize,
  table: usize,
  mask: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  const f = instance<F>();
  const g = instance<G>();
  const isPair = g.tables > 0;
  const tail = (n * sizeof<T>()) & 31;
  let end = n * sizeof<T>() - tail;
  let second = table + SECOND_TABLE;
  let tailOfY: usize = 0;
  let tailOfD: usize = 0;
  for (;;) {
    for (let i: usize = 0; i < end; i += 16 * instance<K>().vectors) {
      const at = table + (i & mask);
      const other = f.tables === 2 ? second + (i & mask) : at;
      const x0 = v128.load(x + i);
      const p0 = v128.load(at);
      const q0 = f.tables === 2 ? v128.load(other) : p0;
      const dy0 = v128.load(dy + i);
      const y0 = f.at(x0, p0, q0, dy0);
      const d0 = g.at(x0, p0, q0, dy0);
      if (instance<K>().vectors === 2) {
        const x1 = v128.load(x + i, 16);
        const p1 = v128.load(at, 16);
        const q1 = f.tables === 2 ? v128.load(other, 16) : p1;
        const dy1 = v128.load(dy + i, 16);
        const y1 = f.at(x1, p1, q1, dy1);
        const d1 = g.at(x1, p1, q1, dy1);
        v128.store(y + i, y1, 16);
        if (isPair) v128.store(d + i, d1, 16);
      }
      v128.store(y + i, y0);
      if (isPair) v128.store(d + i, d0);
    }
    if (x === c) {
      memory.copy(tailOfY, y, tail);
      if (isPair) memory.copy(tailOfD, d, tail);
      return;
    }
    if (!tail) return;
    memory.copy(c, x + end, tail);
    memory.copy(c + 32, table + (end & mask), tail);
    memory.copy(c + 64, dy + end, tail);
    if (f.tables === 2) memory.copy(c + 160, second + (end & mask), tail);
    tailOfY = y + end;
    tailOfD = d + end;
    x = c;
    table = c + 32;
    second = c + 160;
    dy = c + 64;
    y = c + 96;
    d = c + 128;
    mask = -1;
    end = 32;
  }
}
