import type { Floats } from "../loops.js";

export function value(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = Math.tanh(x[i]);
}

export function derivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const t = Math.tanh(x[i]);
    y[i] = 1 - t * t;
  }
}

export function secondDerivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const t = Math.tanh(x[i]);
    y[i] = -2 * t * (1 - t * t);
  }
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const t = Math.tanh(x[i]);
    y[i] = t;
    d[i] = 1 - t * t;
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const t = Math.tanh(x[i]);
    dx[i] = dy[i] * (1 - t * t);
  }
}
