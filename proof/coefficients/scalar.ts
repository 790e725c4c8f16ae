/** Prints the constants of the scalar functions, in src/scalar/ and src/activations/: `npx tsx proof/coefficients/scalar.ts` */
import { fitPolynomial, PI, type Real, real, root, words } from "./fit.js";

/** Where e^(-z²/2) times any function of gelu has rounded to 0. */
const REACH = 38.8;

/** Φ(-z) and φ(z), both times e^(z²/2). */
const upperTail = (z: Real) => z.div(real(2).sqrt()).erfc().div(2).mul(z.mul(z).div(2).exp());
const density = real(1).div(PI.mul(2).sqrt());

/** Of a function of z >= 0, the polynomial in t = (z - centre) / (z + centre). */
function fitTail(f: (z: Real) => Real, centre: number, degree: number) {
  const z = (t: Real) => t.add(1).mul(centre).div(real(1).sub(t));
  return fitPolynomial((t) => f(z(t)), -1, (REACH - centre) / (REACH + centre), degree);
}

const minimum = root((z) => upperTail(z).sub(density.mul(z)), 0.5, 1);
const siluRoot = root((x) => x.exp().add(x).add(1), -2, -1);
const siluInflection = root((a) => real(2).sub(a).add(a.add(2).mul(a.neg().exp())), 2, 3);
/** Of the whole exponents that lift e^-745 well above the subnormals, the one whose power of e is closest to a double. */
const shift = Array.from({ length: 100 }, (_, i) => -600 - i)
  .map((n) => ({
    n,
    distance: real(n)
      .exp()
      .div(words(real(n).exp())[0])
      .sub(1)
      .abs()
      .toNumber(),
  }))
  .reduce((best, next) => (next.distance < best.distance ? next : best));

const constants = {
  "gelu.ts TAIL": fitTail((z) => upperTail(z).mul(z.add(0.9375)), 4, 23),
  "gelu.ts SLOPE": fitTail((z) => upperTail(z).sub(density.mul(z)).div(z.sub(minimum)), 3, 22),
  "gelu.ts ROOT, ROOT_LOW": words(minimum),
  "gelu.ts DENSITY": words(density)[0],
  "silu.ts ROOT, ROOT_LOW": words(siluRoot),
  "silu.ts EXP_ROOT": words(siluRoot.exp())[0],
  "silu.ts INFLECTION, INFLECTION_LOW": words(siluInflection),
  "silu.ts EXP_INFLECTION": words(siluInflection.neg().exp())[0],
  "exponential.ts SHIFT": shift.n,
  "exponential.ts EXP_SHIFT": words(real(shift.n).exp())[0],
};
console.dir(constants, { maxArrayLength: null });
