/** Prints the constants of the faithful engine, in assembly/math/float32Exponential.ts and assembly/activations/gelu.ts: `npx tsx proof/coefficients/faithful.ts` */
import { type Real, real, root } from "./fit.js";
import { artanh, coth, DENSITY, LN2, slope, tail, tanh } from "./functions.js";
import { minimax, show, spread } from "./minimax.js";

/** r coth(r ln2 / 2), z = r² */
const octaveCoth = (z: Real) => coth(z.sqrt().mul(LN2)).div(LN2);

/** |r| <= 1/2, and a little more for the roundings of t. */
const octave = spread(1e-12, 0.2505, 120);

/** The relative error of 2^r = (C + r) / (C - r) is that of C times 2 r C / (C² - r²). */
const ofExponential = (z: Real) => octaveCoth(z).mul(octaveCoth(z)).sub(z).div(z.add(1e-4).sqrt().mul(2));

const minimum = root(slope, 0.5, 1);

const R = minimax({
  f: tail,
  // gelu' needs the slope to be right, gelu the tail: the smaller decides.
  scale: (z) => (slope(z).add(tail(z)).sign() > 0 ? slope(z) : tail(z).neg()),
  points: spread(0, 14.5, 241, 4),
  degrees: [5, 6],
  meets: minimum,
});

/** The slope is N / Q with the same Q, and N has the factor z - z0: this is the other. */
function slopeNumerator(): number[] {
  const { numerator, denominator } = R.exact;
  const result: Real[] = [];
  let remainder = real(0);
  for (let k = denominator.length; k > 0; k--) {
    remainder = remainder.mul(minimum).add((numerator[k] ?? real(0)).sub((denominator[k - 1] as Real).mul(DENSITY)));
    result.unshift(remainder);
  }
  return result.map((value) => value.toNumber());
}

const constants = {
  "faithful.ts Quadratic": show(minimax({ f: octaveCoth, scale: ofExponential, points: octave, degrees: [2, 0] })),
  "faithful.ts Cubic": show(minimax({ f: octaveCoth, points: octave, degrees: [3, 0] })),
  "faithful.ts Quartic": show(minimax({ f: octaveCoth, scale: ofExponential, points: octave, degrees: [4, 0] })),
  "faithful.ts logOnePlus": show(minimax({ f: artanh, points: spread(1e-12, 0.4445, 120), degrees: [5, 0] })),
  "faithful.ts tanh": show(minimax({ f: tanh, points: spread(1e-12, 9.02 ** 2, 240, 4), degrees: [5, 5] })),
  "gelu.ts P, Q": show(R),
  "gelu.ts N": slopeNumerator(),
  "gelu.ts root": minimum.toNumber(),
};
console.dir(constants, { depth: null, maxArrayLength: null });
