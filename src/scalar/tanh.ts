import { exp } from "./exponential.js";

/** tanh x, within 1.1 ULP. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  const y = a < 0.55 ? a + a * (a * a) * bend(a * a) : 1 - complement(a);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** 1 - tanh a = 2 / (e^2a + 1), with what the sum has lost put right to first order. */
function complement(a: number): number {
  const e = exp(2 * Math.min(a, 20));
  const sum = e + 1;
  const share = 2 / sum;
  return share - 0.5 * share * share * (1 - (sum - e));
}

/** (tanh a / a - 1) / a² in z = a² up to 0.55², to 2^-54 (proof/coefficients/scalar.ts). */
function bend(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = -0.3333333333333333 + 0.13333333333332448 * z + z2 * (-0.05396825396723973 + 0.02186948848720615 * z);
  const middle = -0.008863234280010282 + 0.0035921090900115386 * z + z2 * (-0.0014556530080389156 + 0.0005888979649563608 * z);
  return low + z4 * (middle + z4 * (-0.0002345340301314183 + 0.00008496422041842639 * z - 0.000020508462277894672 * z2));
}
