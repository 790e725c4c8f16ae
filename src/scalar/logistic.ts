import { expm1 } from "./expm1.js";
import { exp, timesExp } from "./exponential.js";

/** 1 / (1 + e^-x), without overflow, and with relative accuracy on the smaller side. */
export function logistic(x: number): number {
  const t = exp(-Math.abs(x));
  return (x < 0 ? t : 1) / (1 + t);
}

/**
 * factor e^z / (1 + e^z)^power for z <= 0, with few roundings: the powers of 1 + e^z in 17 bits are
 * exact, the rest is a short series.
 */
export function timesLogistic(factor: number, z: number, power: 2 | 3): number {
  const t = exp(z);
  const w = 1 + t + 68719476736 - 68719476736;
  const rest = (1 - w + t) / w;
  const y = timesExp(factor, z) / (power === 2 ? w * w : w * w * w);
  // A difference of zeros would lose the sign.
  return y - y * power * rest * (1 - ((power + 1) / 2) * rest * (1 - ((power + 2) / 3) * rest)) || y;
}

/** factor times the second derivative of the logistic: -tanh(x/2) e^z / (1 + e^z)², z = -|x|. */
export function timesLogisticSecondDerivative(factor: number, x: number): number {
  const z = -Math.abs(x);
  return timesLogistic(Math.sign(x) * factor * expm1(z), z, 3);
}
