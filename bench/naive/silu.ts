import type { Floats } from "../loops.js";

export function value(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] / (1 + Math.exp(-x[i]));
}

export function derivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-x[i]));
    y[i] = s * (1 + x[i] * (1 - s));
  }
}

export function secondDerivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-x[i]));
    y[i] = s * (1 - s) * (2 + x[i] * (1 - 2 * s));
  }
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-x[i]));
    y[i] = x[i] * s;
    d[i] = s * (1 + x[i] * (1 - s));
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-x[i]));
    dx[i] = dy[i] * s * (1 + x[i] * (1 - s));
  }
}
