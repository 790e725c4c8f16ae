import { STRIP, sumOfRows } from "./rows";
import { toTheRight } from "./start";

/** Offsets in the workspace: the sums of sumOfRows, and the strip. */
const TURNED: usize = 3 * STRIP;
const ROOM: usize = 10240;

/** The product of few terms: a sum of rows of w, transposed a strip at a time. */
export function fewTerms<T extends number>(
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  m: usize,
  n: usize,
  k: usize,
  start: usize,
  lds: usize,
  work: usize,
): void {
  const size: usize = sizeof<T>();
  const strip = work + TURNED;
  const most = (ROOM / (max<usize>(k, 1) * size)) & -4;
  for (let j: usize = 0; j < n; j += most) {
    const columns = min<usize>(most, n - j);
    transpose<T>(b + j * ldb, ldb, strip, columns, k);
    sumOfRows<T>(a, lda, size, strip, columns * size, c + j * size, ldc, m, columns, k, toTheRight(start, j * size), lds, work);
  }
}

/** n rows of k elements come to be k rows of n, a vector at a time. */
function transpose<T extends number>(b: usize, ldb: usize, to: usize, n: usize, k: usize): void {
  const size: usize = sizeof<T>();
  const lanes = 16 / size;
  let j: usize = 0;
  for (; j + lanes <= n; j += lanes, b += lanes * ldb) {
    for (let p: usize = 0; p < k; p++) {
      const from = b + p * size;
      let column = v128.load_lane<T>(from + ldb, v128.load_zero<T>(from), 1);
      if (sizeof<T>() === 4) column = v128.load_lane<T>(from + 3 * ldb, v128.load_lane<T>(from + 2 * ldb, column, 2), 3);
      v128.store(to + (p * n + j) * size, column);
    }
  }
  for (; j < n; j++, b += ldb) for (let p: usize = 0; p < k; p++) store<T>(to + (p * n + j) * size, load<T>(b + p * size));
}
