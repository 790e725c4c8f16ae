/**
 * Copies a block of a matrix: `width` bytes of each of its rows, which are `ldFrom` bytes apart and
 * come to be `ldTo` bytes apart.
 */
export function copyBlock<T extends number>(from: usize, ldFrom: usize, to: usize, ldTo: usize, rows: usize, width: usize): void {
  for (; rows > 0; rows--, from += ldFrom, to += ldTo) {
    let i: usize = 0;
    for (; i + 16 <= width; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < width; i += sizeof<T>()) store<T>(to + i, load<T>(from + i));
  }
}
