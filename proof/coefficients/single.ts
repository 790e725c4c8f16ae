/** Prints the constants of the fast engine, in assembly/math/fastExponential.ts: `npx tsx proof/coefficients/single.ts` */
import type { Real } from "./fit.js";
import { artanh, coth } from "./functions.js";
import { minimax, show, spread } from "./minimax.js";

const round = (value: Real) => Math.fround(value.toNumber());

/** Half of ln2, and a little more. */
const REMAINDER = 0.347;

/** r coth(r / 2) = 2 + z w(z), z = r². What counts is the relative error of e^r = (C + r) / (C - r). */
const w = (z: Real) => coth(z.sqrt()).sub(2).div(z);
const ofExponential = (z: Real) => coth(z.sqrt()).mul(coth(z.sqrt())).sub(z).div(z.add(1e-4).sqrt().mul(2)).div(z);

/** e^r - 1 = r + r²/2 + r³ q(r): of rows where r is at most half of ln2, elsewhere where r goes from -0.62 ln2 to 0.38 ln2. */
const q = (r: Real) => r.exp().sub(1).sub(r).div(r.mul(r)).sub(0.5).div(r);
const ofDifference = (r: Real) => r.exp().sub(1).div(r).div(r.mul(r));

/** (2 artanh(s / 2) / s - 1) / z, z = s². */
const series = (z: Real) => artanh(z).sub(1).div(z);
const ofLogarithm = (z: Real) => artanh(z).div(z);

const constants = {
  w: show(minimax({ f: w, scale: ofExponential, points: spread(1e-9, REMAINDER ** 2, 100), degrees: [1, 0], round })),
  power: show(minimax({ f: q, scale: ofDifference, points: spread(-REMAINDER, REMAINDER, 100), degrees: [3, 0], round })),
  growth: show(minimax({ f: q, scale: ofDifference, points: spread(-0.62 * Math.LN2, 0.38 * Math.LN2, 100), degrees: [3, 0], round })),
  logOnePlus: show(minimax({ f: series, scale: ofLogarithm, points: spread(1e-9, 0.4445, 100), degrees: [3, 0], round })),
  "ln2 in words of 15 and 24 bits": [
    Math.floor(Math.LN2 * 2 ** 15) / 2 ** 15,
    Math.fround(Math.LN2 - Math.floor(Math.LN2 * 2 ** 15) / 2 ** 15),
  ],
};
console.dir(constants, { depth: null });
