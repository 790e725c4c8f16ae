import { instance } from "../../lanes";
import { Terms } from "./terms";

/**
 * The entries of a row as the passes take them: those of x, or the sums of x and a mask times the
 * temperature.
 */
export abstract class Entries<K extends Terms> {
  abstract get masked(): bool;
  /** A vector of the mask; where there is none, anything will do. */
  abstract added(mask: usize, x: v128): v128;
  /** The words of the largest entry, or of one next to it, from x and the mask there. */
  abstract centre(x: v128, mask: v128): v128;
  abstract centreLow(x: v128, mask: v128): v128;
  /** The first of them as logarithms need it. */
  abstract centreOfLogarithms(x: v128, mask: v128): v128;
  /** The terms of a vector of x and one of the mask. */
  abstract expLow(x: v128, mask: v128, m: v128, mLow: v128): v128;
  abstract expHigh(x: v128, mask: v128, m: v128, mLow: v128): v128;
  abstract logarithm(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128;
}

export class Unmasked<K extends Terms> extends Entries<K> {
  get masked(): bool {
    return false;
  }

  added(mask: usize, x: v128): v128 {
    return x;
  }

  centre(x: v128, mask: v128): v128 {
    return instance<K>().broadcast(x);
  }

  centreLow(x: v128, mask: v128): v128 {
    return x;
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return instance<K>().broadcast(x);
  }

  expLow(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return instance<K>().expLow(x, m, mLow);
  }

  expHigh(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return instance<K>().expHigh(x, m, mLow);
  }

  logarithm(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    return instance<K>().logarithm(x, m, log);
  }
}

export class Masked<K extends Terms> extends Entries<K> {
  get masked(): bool {
    return true;
  }

  added(mask: usize, x: v128): v128 {
    return v128.load(mask);
  }

  centre(x: v128, mask: v128): v128 {
    return instance<K>().masked(instance<K>().broadcast(x), instance<K>().broadcast(mask));
  }

  centreLow(x: v128, mask: v128): v128 {
    return instance<K>().maskedError(instance<K>().broadcast(x), instance<K>().broadcast(mask));
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return instance<K>().centreOfLogarithms(x, mask);
  }

  expLow(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return instance<K>().expLowMasked(x, mask, m, mLow);
  }

  expHigh(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return instance<K>().expHighMasked(x, mask, m, mLow);
  }

  logarithm(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    return instance<K>().logarithmMasked(x, mask, m, mLow, log);
  }
}
