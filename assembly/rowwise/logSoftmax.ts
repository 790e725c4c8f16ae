import { kernel, Lanes } from "../lanes";
import { Compensated } from "../math/compensated";
import { Float32Exponential } from "../math/float32Exponential";
import { Double } from "./parts/double";
import { Gradient, peak, sumWithout, writeGradients } from "./parts/gradients";
import { Narrow } from "./parts/narrow";
import { Masked, Plain } from "./parts/passes";
import { summarise as summariseRows, writeLogarithms } from "./parts/rows";
import { Terms } from "./parts/terms";
import { transposeMatrices } from "./parts/transpose";
import { Widened } from "./parts/widened";

export type Float32 = Widened;
export type Float64 = Double;
export type Fast = Narrow;

/** The records of rows; the logarithm of its sum is then to take the place of the sum. */
export function summarise<K extends Terms, T extends number>(x: usize, records: usize, rows: usize, n: usize, c: usize): void {
  summariseRows<K, Plain<K>, T>(x, 0, records, rows, n, 0, c);
}

export function summariseMasked<K extends Terms, T extends number>(
  x: usize,
  mask: usize,
  records: usize,
  rows: usize,
  n: usize,
  told: usize,
  c: usize,
): usize {
  return summariseRows<K, Masked<K>, T>(x, mask, records, rows, n, told, c);
}

/** The logarithms, from records. */
export function finish<K extends Terms, T extends number>(x: usize, y: usize, records: usize, rows: usize, n: usize, c: usize): void {
  writeLogarithms<K, Plain<K>, T>(x, 0, y, records, rows, n, c);
}

export function finishMasked<K extends Terms, T extends number>(
  x: usize,
  mask: usize,
  y: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  writeLogarithms<K, Masked<K>, T>(x, mask, y, records, rows, n, c);
}

/** e^y for y <= 0, to the last bits of f64 also for f32 arrays: dy and what is taken from it may be nearly the same. */
function power<T extends number>(y: v128): v128 {
  if (sizeof<T>() === 4) return kernel<Float32Exponential>().accurateAtRoots.exp(y);
  const e = kernel<Compensated>();
  const z = e.atLeast(y, -e.reach);
  return e.lowered(e.mul(e.mantissa(z, e.splat(0)), e.scale(z)));
}

/** (dy - e^y sum) / temperature */
class LogSoftmaxGradient<T extends number> extends Gradient {
  at(dy: v128, y: v128, sum: v128, unused: v128): v128 {
    const e = kernel<Lanes<f64>>();
    return e.mul(e.nmadd(power<T>(y), sum, dy), e.parameter(3));
  }
}

/** The same for the largest result, whose e^y may be nearly 1: (-(e^y - 1) dy - e^y rest) / temperature, the rest being the sum without dy. */
function gradientOfPeak<T extends number>(dy: f64, y: f64, rest: f64): v128 {
  const e = kernel<Lanes<f64>>();
  const result = f64x2.splat(y);
  const difference = sizeof<T>() === 4 ? kernel<Float32Exponential>().accurateAtZero.expm1(result) : kernel<Compensated>().expm1(result);
  const sum = e.madd(power<T>(result), f64x2.splat(rest), e.mul(difference, f64x2.splat(dy)));
  return e.mul(e.neg(sum), e.parameter(3));
}

/** Gradients of rows from their results. */
export function backwardFromOutput<T extends number>(dy: usize, y: usize, dx: usize, rows: usize, n: usize, c: usize): void {
  const size = n * sizeof<T>();
  for (; rows > 0; rows--) {
    const at = peak<T>(y, size);
    const rest = sumWithout<T>(dy, at, size);
    if (at < size) {
      const own = <f64>load<T>(dy + at);
      const gradient = gradientOfPeak<T>(own, <f64>load<T>(y + at), rest);
      writeGradients<LogSoftmaxGradient<T>, T>(dy, y, dx, rest + own, 0, size, c);
      store<T>(dx + at, <T>f64x2.extract_lane(gradient, 0));
    } else writeGradients<LogSoftmaxGradient<T>, T>(dy, y, dx, rest, 0, size, c);
    dy += size;
    y += size;
    dx += size;
  }
}

/** Of a row in pieces: which is the first of its largest results, n if all are NaN, */
export function backwardPeak<T extends number>(y: usize, n: usize, c: usize): usize {
  return peak<T>(y, n * sizeof<T>()) / sizeof<T>();
}

/** the sum of dy without one of them, n for all, */
export function backwardSum<T extends number>(dy: usize, without: usize, n: usize, c: usize): f64 {
  return sumWithout<T>(dy, without * sizeof<T>(), n * sizeof<T>());
}

/** and the gradients. */
export function backwardPiece<T extends number>(dy: usize, y: usize, dx: usize, sum: f64, n: usize, c: usize): void {
  writeGradients<LogSoftmaxGradient<T>, T>(dy, y, dx, sum, 0, n * sizeof<T>(), c);
}

/** The gradient of the largest result. */
export function backwardOfPeak<T extends number>(dy: f64, y: f64, rest: f64, c: usize): f64 {
  return f64x2.extract_lane(gradientOfPeak<T>(dy, y, rest), 0);
}

/** Has the entries of rows stand side by side that are columns of matrices, or takes them back to where they belong. */
export function transpose<T extends number>(
  from: usize,
  to: usize,
  matrices: usize,
  rows: usize,
  columns: usize,
  fromStep: usize,
  toStep: usize,
  c: usize,
): void {
  transposeMatrices<T>(from, to, matrices, rows, columns, fromStep, toStep);
}
