import type { Floats } from "../loops.js";

export function value(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = Math.log(1 + Math.exp(x[i]));
}

export function derivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = 1 / (1 + Math.exp(-x[i]));
}

export function secondDerivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-x[i]));
    y[i] = s * (1 - s);
  }
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const e = Math.exp(x[i]);
    y[i] = Math.log(1 + e);
    d[i] = e / (1 + e);
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  for (let i = 0; i < x.length; i++) dx[i] = dy[i] / (1 + Math.exp(-x[i]));
}
