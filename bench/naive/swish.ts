/** At its default beta, which these loops do not fix: whoever writes swish and not silu has one that varies. */
import type { Floats } from "../loops.js";

const swish = { beta: 1 };

export function value(x: Floats, y: Floats): void {
  const { beta } = swish;
  for (let i = 0; i < x.length; i++) y[i] = x[i] / (1 + Math.exp(-beta * x[i]));
}

export function derivative(x: Floats, y: Floats): void {
  const { beta } = swish;
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-beta * x[i]));
    y[i] = s * (1 + beta * x[i] * (1 - s));
  }
}

export function secondDerivative(x: Floats, y: Floats): void {
  const { beta } = swish;
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-beta * x[i]));
    y[i] = beta * s * (1 - s) * (2 + beta * x[i] * (1 - 2 * s));
  }
}

export function valueAndDerivative(x: Floats, y: Floats, d: Floats): void {
  const { beta } = swish;
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-beta * x[i]));
    y[i] = x[i] * s;
    d[i] = s * (1 + beta * x[i] * (1 - s));
  }
}

export function backward(dy: Floats, x: Floats, dx: Floats): void {
  const { beta } = swish;
  for (let i = 0; i < x.length; i++) {
    const s = 1 / (1 + Math.exp(-beta * x[i]));
    dx[i] = dy[i] * s * (1 + beta * x[i] * (1 - s));
  }
}
