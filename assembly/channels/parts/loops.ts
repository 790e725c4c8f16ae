/** The exports of an activation with a parameter for each element, or two. */
import { instance } from "../../lanes";
import { Channelled } from "./channelled";
import { ChannelMethod, NoMethod, OfOneTable, walk } from "./walk";

export { accumulate, gradients } from "./gradients";

class ChannelValue<K extends Channelled> extends ChannelMethod {
  get tables(): i32 {
    return instance<K>().tables;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().value(x, parameter, second);
  }
}

class ChannelDerivative<K extends Channelled> extends OfOneTable {
  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().derivative(x, parameter);
  }
}

class ChannelSecondDerivative<K extends Channelled> extends OfOneTable {
  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().secondDerivative(x, parameter);
  }
}

class ChannelBackward<K extends Channelled> extends OfOneTable {
  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().backward(dy, x, parameter);
  }
}

export function value<K extends Channelled, T extends number>(table: usize, mask: usize, x: usize, y: usize, n: usize, c: usize): void {
  walk<K, ChannelValue<K>, NoMethod, T>(x, x, table, mask, y, y, n, c);
}

export function derivative<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<K, ChannelDerivative<K>, NoMethod, T>(x, x, table, mask, y, y, n, c);
}

export function secondDerivative<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<K, ChannelSecondDerivative<K>, NoMethod, T>(x, x, table, mask, y, y, n, c);
}

export function valueAndDerivative<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  x: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  walk<K, ChannelValue<K>, ChannelDerivative<K>, T>(x, x, table, mask, y, d, n, c);
}

export function backward<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<K, ChannelBackward<K>, NoMethod, T>(dy, x, table, mask, dx, dx, n, c);
}
