/** 1 / (1 + e^-x). The exponential never overflows, and the smaller side keeps its relative accuracy. */
export function logistic(x: number): number {
  const t = Math.exp(-Math.abs(x));
  return (x < 0 ? t : 1) / (1 + t);
}

export function logisticDerivative(x: number): number {
  const t = Math.exp(-Math.abs(x));
  const w = 1 + t;
  return t / (w * w);
}

export function logisticSecondDerivative(x: number): number {
  return -Math.tanh(x / 2) * logisticDerivative(x);
}
