import type { Floats } from "../loops.js";

export function value(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? x[i] : 0.25 * x[i];
}

export function derivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? 1 : 0.25;
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  for (let i = 0; i < x.length; i++) {
    y[i] = x[i] > 0 ? x[i] : 0.25 * x[i];
    d[i] = x[i] > 0 ? 1 : 0.25;
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  for (let i = 0; i < x.length; i++) dx[i] = dy[i] * (x[i] > 0 ? 1 : 0.25);
}
