/** Prints the constants of the scalar functions, in src/scalar/ and src/activations/: `npx tsx proof/coefficients/scalar.ts` */
import { fitPolynomial, PI, type Real, real, root, words } from "./fit.js";
import { artanh, tanh } from "./functions.js";

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

/** (2 artanh(s) / s - 2) / z in z = s², s up to (√2 - 1) / (√2 + 1) */
const series = (z: Real) => artanh(z.mul(4)).sub(1).mul(2).div(z);

/** (tanh x / x - 1) / z in z = x² */
const bend = (z: Real) => tanh(z).sub(1).div(z);

const constants = {
  "gelu.ts TAIL": fitTail((z) => upperTail(z).mul(z.add(0.9375)), 4, 23),
  "gelu.ts SLOPE": fitTail((z) => upperTail(z).sub(density.mul(z)).div(z.sub(minimum)), 3, 22),
  "gelu.ts ROOT, ROOT_LOW": words(minimum),
  "gelu.ts DENSITY": words(density)[0],
  "silu.ts ROOT, ROOT_LOW": words(siluRoot),
  "silu.ts EXP_ROOT": words(siluRoot.exp())[0],
  "silu.ts INFLECTION, INFLECTION_LOW": words(siluInflection),
  "silu.ts EXP_INFLECTION": words(siluInflection.neg().exp())[0],
  "log1p.ts artanh": fitPolynomial(series, 1e-9, 0.02944, 6),
  "tanh.ts bend": fitPolynomial(bend, 1e-9, 0.3025, 10),
};
console.dir(constants, { maxArrayLength: null });
