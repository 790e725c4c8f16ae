/** Prints the constants of the f64 engine, in assembly/math/ and the Float64 kernels: `npx tsx proof/coefficients/double.ts` */
import { fitPolynomial, PI, type Real, real, root, words } from "./fit.js";

/** Where e^(-z²/2) times any function of gelu has rounded to 0. */
const REACH = 38.8;

const LN2 = root((x) => x.exp().sub(2), 0, 1);

/** Half of ln2, and a little more for what rounding does to x log2 e. */
const REMAINDER = 0.3466;

/** Φ(-z) and φ(z), both times e^(z²/2). */
const upperTail = (z: Real) => z.div(real(2).sqrt()).erfc().div(2).mul(z.mul(z).div(2).exp());
const density = real(1).div(PI.mul(2).sqrt());
const minimum = root((z) => upperTail(z).sub(density.mul(z)), 0.5, 1);

const siluRoot = root((z) => z.neg().exp().add(1).sub(z), 1, 2);
const siluInflection = root((z) => real(2).sub(z).add(z.add(2).mul(z.neg().exp())), 2, 3);

/** r coth(r/2) = 2 + z w(z), z = r² */
function w(z: Real): Real {
  const r = z.sqrt();
  const e = r.exp();
  return r.mul(e.add(1)).div(e.sub(1)).sub(2).div(z);
}

/** (2 artanh(q) - 2 q) / q³ in s = q² */
function artanh(s: Real): Real {
  const q = s.sqrt();
  return logarithm(real(1).add(q).div(real(1).sub(q)))
    .div(q)
    .sub(2)
    .div(s);
}

/** (Φ(x) - 1/2) / x in s = x² */
const centre = (s: Real) => real(1).sub(s.div(2).sqrt().erfc()).div(2).div(s.sqrt());

/** Of a function of z, the polynomial in s = z / (z + 5) - 1/2. */
function fitTail(f: (z: Real) => Real, low: number, degree: number) {
  const z = (s: Real) => s.add(0.5).mul(5).div(real(0.5).sub(s));
  return fitPolynomial((s) => f(z(s)), low / (low + 5) - 0.5, REACH / (REACH + 5) - 0.5, degree);
}

/** Newton's iteration on the exponential, from a double. */
function logarithm(x: Real): Real {
  let y = real(Math.log(x.toNumber()));
  for (let i = 0; i < 3; i++) y = y.add(x.mul(y.neg().exp()).sub(1).mul(2).div(x.mul(y.neg().exp()).add(1)));
  return y;
}

/** The first `bits` bits of a number below 1, and the rest. */
function split(value: Real, bits: number): readonly [number, number] {
  const high = Math.floor(value.toNumber() * 2 ** bits) / 2 ** bits;
  return [high, value.sub(high).toNumber()];
}

/** The word of a power, and what it lacks relative to it. */
function power(value: Real): readonly [number, number] {
  const [high, low] = words(value);
  return [high, low / high];
}

const constants = {
  "ln2 in words of 32 and 53 bits": split(LN2, 32),
  "parts.ts, double.ts w": fitPolynomial(w, 1e-9, REMAINDER ** 2, 4),
  "logarithm.ts artanh": fitPolynomial(artanh, 1e-9, 1 / 9, 9),
  "normal.ts centre": fitPolynomial(centre, 1e-9, 0.72 ** 2, 8),
  "normal.ts tail": fitTail((z) => upperTail(z).mul(z), 0.7, 21),
  "normal.ts slope": fitTail((z) => upperTail(z).sub(density.mul(z)).div(z.sub(minimum)), 0, 21),
  "gelu.ts root": words(minimum),
  "gelu.ts density": words(density)[0],
  "silu.ts ROOT, ROOT_LOW": words(siluRoot),
  "silu.ts EXP_ROOT, EXP_ROOT_LOW": power(siluRoot.neg().exp()),
  "silu.ts INFLECTION, INFLECTION_LOW": words(siluInflection),
  "silu.ts EXP_INFLECTION, EXP_INFLECTION_LOW": power(siluInflection.neg().exp()),
};
console.dir(constants, { maxArrayLength: null, depth: null });
