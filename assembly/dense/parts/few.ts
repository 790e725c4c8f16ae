import { STRIP, sumOfRows } from "./rows";
import { toTheRight } from "./start";

/** What lies at c: the sums of sumOfRows, and the strip. */
const TURNED: usize = 3 * STRIP;
const ROOM: usize = 10240;

/** The product of few terms: w is transposed, a strip at a time, and the product is a sum of rows. */
export function fewTerms<T extends number>(
  x: usize,
  lx: usize,
  w: usize,
  lw: usize,
  y: usize,
  ly: usize,
  m: usize,
  n: usize,
  k: usize,
  start: usize,
  pitch: usize,
  c: usize,
): void {
  const size: usize = sizeof<T>();
  const strip = c + TURNED;
  const most = (ROOM / (max<usize>(k, 1) * size)) & -4;
  for (let j: usize = 0; j < n; j += most) {
    const columns = min<usize>(most, n - j);
    transpose<T>(w + j * lw, lw, strip, columns, k);
    sumOfRows<T>(x, lx, size, strip, columns * size, y + j * size, ly, m, columns, k, toTheRight(start, j * size), pitch, c);
  }
}

/** n rows of k elements come to be k rows of n, a vector at a time. */
function transpose<T extends number>(w: usize, lw: usize, to: usize, n: usize, k: usize): void {
  const size: usize = sizeof<T>();
  const lanes = 16 / size;
  let j: usize = 0;
  for (; j + lanes <= n; j += lanes, w += lanes * lw) {
    for (let p: usize = 0; p < k; p++) {
      const from = w + p * size;
      let column = v128.load_lane<T>(from + lw, v128.load_zero<T>(from), 1);
      if (sizeof<T>() === 4) column = v128.load_lane<T>(from + 3 * lw, v128.load_lane<T>(from + 2 * lw, column, 2), 3);
      v128.store(to + (p * n + j) * size, column);
    }
  }
  for (; j < n; j++, w += lw) for (let p: usize = 0; p < k; p++) store<T>(to + (p * n + j) * size, load<T>(w + p * size));
}
