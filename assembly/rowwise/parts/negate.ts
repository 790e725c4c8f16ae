/** Negates n entries where they are. Up to three more behind them may be negated with them. */
export function negate<T extends number>(x: usize, n: usize, c: usize): void {
  for (const end = x + n * sizeof<T>(); x < end; x += 16) v128.store(x, v128.neg<T>(v128.load(x)));
}
