import { ELISH_BEND, ELISH_BEND_LOW, ELISH_DIP, ELISH_DIP_LOW, ELISH_EXP_BEND, ELISH_EXP_DIP } from "./coefficients.js";
import { expm1 } from "./expm1.js";
import { exp, timesExp } from "./exponential.js";
import { logistic, timesLogistic } from "./logistic.js";
import { curvatureFactor, slopeFactor } from "./silu.js";

/** elish, in f64 */
export function elishValue(x: number): number {
  return x < 0 ? timesExp(expm1(x), x) / (1 + exp(x)) : x * logistic(x);
}

/** elish', in f64: e^x (e^x - r) (e^x + 2 + r) / (1 + e^x)² where x < 0 */
export function elishDerivative(x: number): number {
  if (!(x < 0)) return 1 - timesLogistic(slopeFactor(bounded(x), 0), -x, 2);
  const e = exp(x);
  return timesLogistic(distance(x, e, ELISH_DIP, ELISH_DIP_LOW, ELISH_EXP_DIP) * (e + (2 + ELISH_EXP_DIP)), x, 2);
}

/** elish'', in f64: e^x (e^x - s) (e^2x + (3 + s) e^x + 1 / s) / (1 + e^x)³ where x < 0 */
export function elishSecondDerivative(x: number): number {
  if (!(x < 0)) return timesLogistic(curvatureFactor(bounded(x), 0), -x, 3);
  const e = exp(x);
  const rest = (e + (3 + ELISH_EXP_BEND)) * e + 1 / ELISH_EXP_BEND;
  return timesLogistic(distance(x, e, ELISH_BEND, ELISH_BEND_LOW, ELISH_EXP_BEND) * rest, x, 3);
}

/** e^x - e^-root, which near the root is e^-root (e^(x + root) - 1). */
function distance(x: number, e: number, root: number, rootLow: number, power: number): number {
  const d = x + root + rootLow;
  return Math.abs(d) < 0.5 ? power * expm1(d) : e - power;
}

/** x, down from where its exponential is beyond f64. */
function bounded(x: number): number {
  return Math.min(x, 1500);
}
