import { dots } from "./parts/dots";
import { sumOfRows } from "./parts/rows";
import { tiles } from "./parts/tiles";

/**
 * The matrix products of a layer. `start` and its leading dimension `lds` are explained in
 * start.ts, and `work` is where the kernels may work, 141 KB. The parts take strides in bytes: rsa
 * and csa, from row to row and from column to column of a, as BLIS has them.
 */
export type Float32 = f32;
export type Float64 = f64;

/**
 * Products call functions of their own, which V8 then optimises one by one, and have no constants:
 * the transform leaves them alone.
 */
export const KEEPS_FUNCTIONS: bool = true;

/** Fewer rows than this do not repay packing b into panels. */
const MIN_ROWS_PACKED: usize = 16;

/** Fewer terms than this do not repay tiles, which write columns of c at its leading dimension. */
const MIN_TERMS_PACKED: usize = 4;

/**
 * Whether tiles over packed panels are faster than rows. Without fused multiply-add they are, by an
 * eighth; with it only where a lies by columns (on Zen 5 they do 59 GFLOP/s against 66). The
 * results are the same.
 */
function packs(m: usize, k: usize, byColumns: bool): bool {
  return m >= MIN_ROWS_PACKED && k >= MIN_TERMS_PACKED && (byColumns || !ASC_FEATURE_RELAXED_SIMD);
}

/**
 * c = start + op(a) op(b), in the order of BLAS's gemm: op(a) is m by k, op(b) is k by n, each is
 * stored as its transpose where the flag says so. Leading dimensions count elements. Where b is
 * transposed, a is not.
 */
export function multiply<T extends number>(
  transposeA: bool,
  transposeB: bool,
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  start: usize,
  lds: usize,
  work: usize,
): void {
  const size: usize = sizeof<T>();
  lda *= size;
  ldb *= size;
  ldc *= size;
  lds *= size;
  const rsa = transposeA ? size : lda;
  const csa = transposeA ? lda : size;
  if (transposeB) dots<T>(a, lda, b, ldb, c, ldc, m, n, k, start, lds, work);
  else if (packs(m, k, csa > size)) tiles<T>(a, rsa, csa, b, ldb, c, ldc, m, n, k, start, lds, work);
  else sumOfRows<T>(a, rsa, csa, b, ldb, c, ldc, m, n, k, start, lds, work);
}
