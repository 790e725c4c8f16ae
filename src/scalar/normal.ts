import { timesExp } from "./exponential.js";

/** Where e^(-z²/2) times any function used here rounds to 0. */
const REACH = 38.8;

/** |x|, no further than where every tail has rounded to 0. NaN stays NaN. */
export function magnitude(x: number): number {
  return Math.min(Math.abs(x), REACH);
}

/** factor e^(-z²/2), z² in two words: one rounding of z² would cost up to 750 ULP at z = 38. */
export function timesGaussian(factor: number, z: number): number {
  const high = Math.fround(z);
  const low = (z - high) * (z + high);
  return timesExp(factor + factor * Math.expm1(-0.5 * low), -0.5 * high * high);
}

/** Horner's rule, the constant first. */
export function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

export function geluValue(x: number): number {
  const z = magnitude(x);
  if (z < 0.66) return x * (0.5 + x * polynomial(z * z, CENTRE));
  const d = z + 3;
  return Math.max(x, -0) - timesGaussian((z * polynomial((z - 3) / d, TAIL)) / d, z);
}

export function geluDerivative(x: number): number {
  const z = magnitude(x);
  const h = timesGaussian((z - 0.7517915246935645 + 1.4956759177009883e-17) * polynomial((z - 5) / (z + 5), DERIVATIVE), z);
  return x < 0 ? h : 1 - h;
}

export function geluSecondDerivative(x: number): number {
  const z = magnitude(x);
  return timesGaussian(0.3989422804014327 * (Math.SQRT2 - z - 9.667293313452913e-17) * (Math.SQRT2 + z), z);
}

/** (Φ(x) - 1/2) / x in x², |x| <= 0.7 */
const CENTRE = [
  0.3989422804014327,
  -0.06649038006690501,
  0.009973557010012521,
  -0.0011873282149936152,
  0.00011543468251201578,
  -9.444626147542012e-06,
  6.658647443647214e-07,
  -4.1013964039343854e-08,
  2.037914854742593e-09,
];

/** e^(z²/2) Φ(-z) (z + 3) in (z - 3) / (z + 3) */
const TAIL = [
  0.729083690133373,
  -0.5093319819174893,
  0.23001771997459988,
  -0.047263025142986775,
  -0.01046286702305093,
  0.006972621241013586,
  0.0010275922521668238,
  -0.0010458286313575382,
  -0.0002565752507143076,
  0.00015439453216594927,
  7.881189771426993e-05,
  -1.3246282840160205e-05,
  -2.0685199654827257e-05,
  -3.517588603922721e-06,
  3.627079437826997e-06,
  2.25896690683228e-06,
  3.560020800234278e-08,
  -6.031977596590827e-07,
  -3.100402842261345e-07,
  6.158945201849062e-08,
  1.2310057115291583e-07,
  6.792029391697354e-09,
  -2.2485257680436275e-08,
];

/** e^(z²/2) (Φ(-z) - z φ(z)) / (z - root) in (z - 5) / (z + 5) */
const DERIVATIVE = [
  -0.45143549526340543,
  0.08979658026980382,
  -0.060487813553870236,
  0.03553512146914708,
  -0.017807831556918587,
  0.007334310929222541,
  -0.0023021837229062546,
  0.0004405306224272087,
  1.5195767979966861e-05,
  -4.064697682547913e-05,
  9.201199855192153e-06,
  1.9927594786837804e-06,
  -1.3602786997676302e-06,
  -2.1487568707364905e-08,
  1.6903475346256634e-07,
  -1.2278415486859795e-08,
  -2.216574234419544e-08,
  2.184916672035756e-09,
  3.1285290883543887e-09,
  -6.922110343197603e-11,
  -3.572982061982366e-10,
  -5.925406928814491e-11,
];
