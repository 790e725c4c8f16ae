import type { Floats } from "../loops.js";

export function value(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? x[i] : Math.exp(x[i]) - 1;
}

export function derivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? 1 : Math.exp(x[i]);
}

export function secondDerivative(x: Floats, y: Floats): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? 0 : Math.exp(x[i]);
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  for (let i = 0; i < x.length; i++) {
    if (x[i] > 0) {
      y[i] = x[i];
      d[i] = 1;
    } else {
      const e = Math.exp(x[i]);
      y[i] = e - 1;
      d[i] = e;
    }
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  for (let i = 0; i < x.length; i++) dx[i] = dy[i] * (x[i] > 0 ? 1 : Math.exp(x[i]));
}
