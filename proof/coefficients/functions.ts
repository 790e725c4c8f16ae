import { PI, type Real, real, root } from "./fit.js";

export const LN2 = root((x) => x.exp().sub(2), 0, 1);

/** r coth(r / 2), from which e^r = (C + r) / (C - r). */
export function coth(r: Real): Real {
  const e = r.exp();
  return r.mul(e.add(1)).div(e.sub(1));
}

/** 2 artanh(s / 2) / s in z = s²: log(1 + w) = s times it, for s = 2 w / (2 + w). */
export function artanh(z: Real): Real {
  const half = z.sqrt().div(2);
  return logarithm(real(1).add(half).div(real(1).sub(half))).div(z.sqrt());
}

/** tanh x / x in z = x² */
export function tanh(z: Real): Real {
  const x = z.sqrt();
  const e = x.mul(2).exp();
  return e.sub(1).div(e.add(1)).div(x);
}

/** e^(z²/2) Φ(-z) */
export const tail = (z: Real): Real => z.div(real(2).sqrt()).erfc().div(2).mul(z.mul(z).div(2).exp());

/** e^(z²/2) φ(z) = 1 / √2π */
export const DENSITY = real(1).div(PI.mul(2).sqrt());

/** e^(z²/2) (Φ(-z) - z φ(z)), what gelu'(-z) is made of */
export const slope = (z: Real): Real => tail(z).sub(DENSITY.mul(z));

/** Halley's iteration on the exponential, from a double. */
function logarithm(x: Real): Real {
  let y = real(Math.log(x.toNumber()));
  for (let i = 0; i < 3; i++) {
    const e = y.exp();
    y = y.add(x.sub(e).mul(2).div(x.add(e)));
  }
  return y;
}
