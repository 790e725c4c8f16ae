/**
 * Most JavaScript that says gelu computes its tanh approximation (Hendrycks and Gimpel 2016, section 2), derivative included. The other
 * usual form takes the error function from Abramowitz and Stegun 7.1.26, good to 1.5e-7 absolute.
 */
import type { Floats } from "../loops.js";

export const form = "tanh approximation";

export const alternatives = { "Abramowitz-Stegun erf": valueByErf };

const C = 0.7978845608028654; // sqrt(2 / pi)

export function value(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    y[i] = 0.5 * v * (1 + Math.tanh(C * (v + 0.044715 * v * v * v)));
  }
}

export function derivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    const t = Math.tanh(C * (v + 0.044715 * v * v * v));
    y[i] = 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * C * (1 + 3 * 0.044715 * v * v);
  }
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    const t = Math.tanh(C * (v + 0.044715 * v * v * v));
    y[i] = 0.5 * v * (1 + t);
    d[i] = 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * C * (1 + 3 * 0.044715 * v * v);
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    const t = Math.tanh(C * (v + 0.044715 * v * v * v));
    dx[i] = dy[i] * (0.5 * (1 + t) + 0.5 * v * (1 - t * t) * C * (1 + 3 * 0.044715 * v * v));
  }
}

function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? -y : y;
}

function valueByErf(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = 0.5 * x[i] * (1 + erf(x[i] / Math.SQRT2));
}
