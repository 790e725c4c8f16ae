import { TANH_0, TANH_1, TANH_2, TANH_3, TANH_4, TANH_5, TANH_6, TANH_7, TANH_8, TANH_9, TANH_10 } from "./coefficients.js";
import { exp } from "./exponential.js";

/** tanh x, within 1.1 ULP. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  const y = a < 0.55 ? a + a * (a * a) * tanhBend(a * a) : 1 - complement(a);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** 1 - tanh a = 2 / (e^2a + 1), with what the sum has lost put right to first order. */
function complement(a: number): number {
  const e = exp(2 * Math.min(a, 20));
  const sum = e + 1;
  const complement = 2 / sum;
  return complement - 0.5 * complement * complement * (1 - (sum - e));
}

/** (tanh a / a - 1) / a² in z = a² */
export function tanhBend(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = TANH_0 + TANH_1 * z + z2 * (TANH_2 + TANH_3 * z);
  const middle = TANH_4 + TANH_5 * z + z2 * (TANH_6 + TANH_7 * z);
  return low + z4 * (middle + z4 * (TANH_8 + TANH_9 * z + TANH_10 * z2));
}
