/** The exports of an activation with two parameters for each element. */
import { instance } from "../../lanes";
import { Method, walk } from "./walk";

/**
 * An activation with two parameters for each element, of the arrays' type, the second of which its
 * derivatives do without. Its methods are functions of one vector of each array, in the lanes of
 * the arrays.
 */
export abstract class Paired {
  abstract value(x: v128, parameter: v128, second: v128): v128;
  abstract derivative(x: v128, parameter: v128): v128;
  abstract secondDerivative(x: v128, parameter: v128): v128;
  /** dy f'(x) */
  abstract backward(dy: v128, x: v128, parameter: v128): v128;
}

class PairedValue<K extends Paired> extends Method {
  get tables(): i32 {
    return 2;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().value(x, parameter, second);
  }
}

class PairedDerivative<K extends Paired> extends Method {
  get tables(): i32 {
    return 1;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().derivative(x, parameter);
  }
}

class PairedSecondDerivative<K extends Paired> extends Method {
  get tables(): i32 {
    return 1;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().secondDerivative(x, parameter);
  }
}

class PairedBackward<K extends Paired> extends Method {
  get tables(): i32 {
    return 1;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().backward(dy, x, parameter);
  }
}

export function value<K extends Paired, T extends number>(
  table: usize,
  second: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<PairedValue<K>, PairedValue<K>, T>(x, x, table, second, mask, y, y, n, c);
}

export function derivative<K extends Paired, T extends number>(
  table: usize,
  second: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<PairedDerivative<K>, PairedDerivative<K>, T>(x, x, table, second, mask, y, y, n, c);
}

export function secondDerivative<K extends Paired, T extends number>(
  table: usize,
  second: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<PairedSecondDerivative<K>, PairedSecondDerivative<K>, T>(x, x, table, second, mask, y, y, n, c);
}

export function valueAndDerivative<K extends Paired, T extends number>(
  table: usize,
  second: usize,
  mask: usize,
  x: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  walk<PairedValue<K>, PairedDerivative<K>, T>(x, x, table, second, mask, y, d, n, c);
}

export function backward<K extends Paired, T extends number>(
  table: usize,
  second: usize,
  mask: usize,
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<PairedBackward<K>, PairedBackward<K>, T>(dy, x, table, second, mask, dx, dx, n, c);
}
