/** The functions and numbers that are approximated. */
import { PI, type Real, real, root } from "./real.js";

export const LN2 = root((x) => x.exp().sub(2), 0, 1);

/** r coth(r / 2), from which e^r = (C + r) / (C - r). */
export function coth(r: Real): Real {
  const e = r.exp();
  return r.mul(e.add(1)).div(e.sub(1));
}

/** (r coth(r / 2) - 2) / z in z = r² */
export const cothRemainder = (z: Real): Real => coth(z.sqrt()).sub(2).div(z);

/** 2 artanh(s / 2) / s in z = s²: log(1 + w) = s times it, for s = 2 w / (2 + w). */
export function artanh(z: Real): Real {
  const half = z.sqrt().div(2);
  return logarithm(real(1).add(half).div(real(1).sub(half))).div(z.sqrt());
}

/** (2 artanh(s) / s - 2) / z in z = s² */
export const artanhRemainder = (z: Real): Real => artanh(z.mul(4)).sub(1).mul(2).div(z);

/** tanh x / x in z = x² */
export function tanh(z: Real): Real {
  const x = z.sqrt();
  const e = x.mul(2).exp();
  return e.sub(1).div(e.add(1)).div(x);
}

/** (tanh x / x - 1) / z in z = x² */
export const tanhRemainder = (z: Real): Real => tanh(z).sub(1).div(z);

/** (sinh x / x - 1) / z in z = x² */
export const sinhRemainder = (z: Real): Real => {
  const e = z.sqrt().exp();
  return e.sub(real(1).div(e)).div(2).div(z.sqrt()).sub(1).div(z);
};

/** (cosh x - 1 - z / 2) / z² in z = x² */
export const coshRemainder = (z: Real): Real => {
  const e = z.sqrt().exp();
  return e.add(real(1).div(e)).div(2).sub(1).sub(z.div(2)).div(z.mul(z));
};

/** (asin s / s - 1) / z in z = s² */
export const arcsineRemainder = (z: Real): Real => z.div(real(1).sub(z)).sqrt().atan().div(z.sqrt()).sub(1).div(z);

/** (cos r - 1 + z / 2) / z² in z = r² */
export const cosineRemainder = (z: Real): Real => PI.div(2).sub(z.sqrt()).sin().sub(1).add(z.div(2)).div(z.mul(z));

/** The cube root, for m from 1 to 8. */
export const cubeRoot = (m: Real): Real => root((y) => y.mul(y).mul(y).sub(m), 0.9, 2.1);

/** (e^r - 1 - r - r²/2) / r³ */
export const expRemainder = (r: Real): Real => r.exp().sub(1).sub(r).div(r.mul(r)).sub(0.5).div(r);

/** (e^r - 1 - r) / r² */
export const expCurvature = (r: Real): Real => r.exp().sub(1).sub(r).div(r.mul(r));

/** (log(1 + r) - r + r²/2) / r³ */
export const logarithmRemainder = (r: Real): Real => logarithm(r.add(1)).sub(r).div(r.mul(r)).add(0.5).div(r);

/** atan t / t in z = t² */
export const arctangent = (z: Real): Real => z.sqrt().atan().div(z.sqrt());

/** (atan t / t - 1) / z in z = t² */
export const arctangentRemainder = (z: Real): Real => arctangent(z).sub(1).div(z);

/** sin r / r in z = r² */
export const sine = (z: Real): Real => z.sqrt().sin().div(z.sqrt());

/** (sin r / r - 1) / z in z = r² */
export const sineRemainder = (z: Real): Real => sine(z).sub(1).div(z);

/** (tan r / r - 1) / z in z = r² */
export const tangentRemainder = (z: Real): Real => {
  const r = z.sqrt();
  return r.sin().div(PI.div(2).sub(r).sin()).div(r).sub(1).div(z);
};

/** e^(z²/2) Φ(-z) */
export const tail = (z: Real): Real => z.div(real(2).sqrt()).erfc().div(2).mul(z.mul(z).div(2).exp());

/** The same far out, by the continued fraction 1 / √2π (z + 1 / (z + 2 / (z + ...))). */
export function farTail(z: Real): Real {
  let rest = z;
  for (let k = 200; k > 0; k--) rest = z.add(real(k).div(rest));
  return real(1).div(PI.mul(2).sqrt()).div(rest);
}

/** (Φ(x) - 1/2) / x in s = x² */
export const centre = (s: Real): Real => real(1).sub(s.div(2).sqrt().erfc()).div(2).div(s.sqrt());

/** erf x / x - 1 in z = x² */
export const errorFunctionRemainder = (z: Real): Real => real(1).sub(z.sqrt().erfc()).div(z.sqrt()).sub(1);

/** e^(a²) erfc a */
export const scaledComplement = (a: Real): Real => tail(a.mul(real(2).sqrt())).mul(2);

/** e^(z²/2) φ(z) = 1 / √2π */
export const DENSITY = real(1).div(PI.mul(2).sqrt());

/** e^(z²/2) (Φ(-z) - z φ(z)), what gelu'(-z) is made of */
export const slope = (z: Real): Real => tail(z).sub(DENSITY.mul(z));

/** The z where gelu'(-z) is 0. */
export const GELU_ROOT = root(slope, 0.5, 1);

/** The z where silu'(-z), and where silu''(z), is 0. */
export const SILU_ROOT = root((z) => z.neg().exp().add(1).sub(z), 1, 2);
export const SILU_INFLECTION = root((z) => real(2).sub(z).add(z.add(2).mul(z.neg().exp())), 2, 3);

/** The z where elish'(-z), and where elish''(-z), is 0. */
export const ELISH_DIP = root((z) => z.neg().exp().add(1).sub(real(2).sqrt()), 0, 1);
export const ELISH_BEND = root(
  (z) => {
    const e = z.neg().exp();
    return e.add(3).mul(e).add(5).mul(e).sub(1);
  },
  1,
  2,
);

/** Halley's iteration on the exponential, from a double. */
export function logarithm(x: Real): Real {
  let y = real(Math.log(x.toNumber()));
  for (let i = 0; i < 3; i++) {
    const e = y.exp();
    y = y.add(x.sub(e).mul(2).div(x.add(e)));
  }
  return y;
}
