import { productError, sumError } from "./exact.js";

interface Curvature {
  readonly alpha: number;
}

/** isru, in f64 */
export function isruValue(x: number, { alpha }: Curvature): number {
  return bounded(x, alpha) / Math.sqrt(squareOf(x, alpha).square);
}

export function isruDerivative(x: number, { alpha }: Curvature): number {
  const { square, error } = squareOf(x, alpha);
  const y = 1 / square / Math.sqrt(square);
  return y - 1.5 * y * error;
}

export function isruSecondDerivative(x: number, { alpha }: Curvature): number {
  const { square, error } = squareOf(x, alpha);
  const y = (-3 * alpha * bounded(x, alpha)) / square / (square * Math.sqrt(square));
  return y === 0 ? y : y - 2.5 * y * error;
}

/**
 * isru' from its output: 1 - alpha y² is d (2 - d) with d = 1 - √alpha |y|, in which nothing
 * cancels.
 */
export function isruDerivativeFromOutput(y: number, { alpha }: Curvature): number {
  const { root, rest } = rootOf(alpha);
  const z = Math.min(Math.abs(y), 1e60);
  const d = Math.max(0, 1 - root * z - (rest * z + productError(root, z)));
  const s = d * (2 - d);
  return s * Math.sqrt(s);
}

/** The derivative with respect to alpha, times dy. */
export function isruGradient(dy: number, x: number, parameters: Curvature): number {
  const y = isruValue(x, parameters);
  return dy * (-0.5 * y * (y * y));
}

/** The parameters of the kernels: assembly/activations/isru.ts says what each is. */
export function isruKernelParameters({ alpha }: Curvature): readonly number[] {
  const { root, rest } = rootOf(alpha);
  return [alpha, bound(alpha), root, rest];
}

/** 1 + alpha x² and its relative error, up to where 1 no longer counts. */
function squareOf(x: number, alpha: number): { readonly square: number; readonly error: number } {
  const c = bounded(x, alpha);
  const slope = alpha * c;
  const q = slope * c;
  const square = q + 1;
  return { square, error: (sumError(q, 1) + (productError(alpha, c) * c + productError(slope, c))) / square };
}

function bounded(x: number, alpha: number): number {
  return Math.max(-bound(alpha), Math.min(x, bound(alpha)));
}

/** The x where alpha x² is 2^730. */
function bound(alpha: number): number {
  return 7.515336264876266e109 / Math.sqrt(alpha);
}

/** The root of alpha in two words. */
function rootOf(alpha: number): { readonly root: number; readonly rest: number } {
  const root = Math.sqrt(alpha);
  return { root, rest: (alpha - root * root - productError(root, root)) / (2 * root) };
}
