import { magnitude, polynomial, remainder, timesNormal } from "./normal.js";

/** gelu, in f64 */
export function geluValue(x: number): number {
  const z = magnitude(x);
  const sum = z + OFFSET;
  const lost = z < OFFSET ? z - (sum - OFFSET) : OFFSET - (sum - z);
  const tail = (z * polynomial(TAIL, (z - 4) / (z + 4), remainder(z) - lost / sum)) / sum;
  return Math.max(x, -0) - timesNormal(tail, z);
}

/** and its derivatives. */
export function geluDerivative(x: number): number {
  const z = magnitude(x);
  // The root's low word goes into the correction. Where the high word alone gives 0, any number next to nothing does.
  const distance = z - ROOT || 6.223015277861142e-61;
  const rest = remainder(z);
  const slope = polynomial(SLOPE, (z - 3) / (z + 3), rest - ((1 + rest) * ROOT_LOW) / distance);
  const half = timesNormal(distance * slope, z);
  return x < 0 ? half : 1 - half;
}

export function geluSecondDerivative(x: number): number {
  const z = magnitude(x);
  const high = Math.fround(z);
  const low = z - high;
  const first = 2 - high * high;
  const sum = first - 2 * high * low;
  const lost = first - sum - 2 * high * low;
  return timesNormal(DENSITY * (sum + (lost - low * low + (sum - low * low) * remainder(z))), z);
}

// All constants: proof/coefficients/scalar.ts. The polynomials hold for 0 <= z <= 38.8.

/** e^(z²/2) Φ(-z) (z + 15/16) in (z - 4) / (z + 4), within 2^-56.8. It is nearly constant, so that errors on the way to it hardly show. */
const OFFSET = 0.9375;
const TAIL = [
  0.4661525414284716, -0.08605361972974734, 0.0062259312657213985, 0.033082077012159115, -0.03412688768472991, 0.01846685344731716,
  -0.005034101220727784, -0.0003255489638915359, 0.000706596121133877, -9.158307152266234e-5, -8.964370221341806e-5, 2.0960570486017173e-5,
  1.3895825167336258e-5, -3.380345115833474e-6, -2.6541996738632976e-6, 3.915914819887412e-7, 5.577910350194861e-7, 4.7618892228403494e-9,
  -1.1148572593948506e-7, -2.0613004258386996e-8, 1.7576403469299515e-8, 6.327808298277275e-9, -1.5129473235401559e-9,
  -7.859456909838918e-10,
];

/** 1 / √2π */
const DENSITY = 0.3989422804014327;

/** The positive root of Φ(-z) - z φ(z), in two words. */
const ROOT = 0.7517915246935645;
const ROOT_LOW = -1.4956759177009883e-17;

/** e^(z²/2) (Φ(-z) - z φ(z)) / (z - ROOT) in (z - 3) / (z + 3), within 2^-54.6. */
const SLOPE = [
  -0.4782976777552484, 0.11997542713544507, -0.053596109834970276, 0.014074772490180534, -0.00020407134797569682, -0.0010950104711529348,
  9.407407103615113e-5, 0.00013002428770171224, -4.764498314801569e-6, -2.0092330303356186e-5, -2.5398767782563484e-6,
  3.0167757991882455e-6, 1.2392736700178905e-6, -2.4224781118495196e-7, -3.4016390853584997e-7, -6.85323636797781e-8, 5.35821699962313e-8,
  3.831434383477827e-8, 1.033976418881008e-9, -8.993652937420863e-9, -2.7105484993025803e-9, 9.366148107429679e-10, 4.6025868343393643e-10,
];
