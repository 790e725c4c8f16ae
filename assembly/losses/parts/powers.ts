import { instance, Lanes } from "../../lanes";
import { AtTemperature } from "../../math/atTemperature";
import { sumError } from "../../math/exact";
import { Float32Exponential } from "../../math/float32Exponential";
import { Float32Logarithm, Float64Logarithm } from "../../math/logarithm";

/**
 * An engine for rows of logits: e^((x - m) / temperature) for x <= m, and the logarithm of a sum of
 * such. The parameters are those of atTemperature.ts and state.ts.
 */
export abstract class Powers extends Lanes<f64> {
  /** The factor that powers carry, so that subnormal results are rounded once. */
  abstract get unit(): f64;
  /** Whether sums are to keep what their additions lose. */
  abstract get careful(): bool;
  /** `unit` e^((x - m) / temperature) */
  abstract power(x: v128, m: v128): v128;
  /** The same, for gradients that may vanish where terms cancel. */
  abstract powerForRoots(x: v128, m: v128): v128;
  /** log(1 + r), r >= 0 */
  abstract logOnePlus(r: v128): v128;
}

/** Powers of `f32` logits, whose differences are exact, or rounded to 2^-53. */
export class Float32Powers extends Powers {
  get unit(): f64 {
    return 1;
  }

  get careful(): bool {
    return false;
  }

  power(x: v128, m: v128): v128 {
    return instance<Float32Exponential>().exp(this.distance(x, m));
  }

  powerForRoots(x: v128, m: v128): v128 {
    return instance<Float32Exponential>().accurateAtRoots.exp(this.distance(x, m));
  }

  logOnePlus(r: v128): v128 {
    return instance<Float32Logarithm>().onePlus(r);
  }

  private distance(x: v128, m: v128): v128 {
    return this.mul(this.sub(x, m), this.parameter(3));
  }
}

/**
 * Powers of `f64` logits, with x - m in two words: one rounding would cost as many ULP as it is
 * large.
 */
export class Float64Powers extends Powers {
  get unit(): f64 {
    return 2 ** 80;
  }

  get careful(): bool {
    return true;
  }

  power(x: v128, m: v128): v128 {
    const op = instance<AtTemperature>();
    const d = this.sub(x, m);
    const low = v128.and(sumError<f64>(x, this.neg(m)), v128.gt<f64>(d, this.parameter(4)));
    const z = this.max(d, this.parameter(4));
    return op.mul(op.mantissa(z, low), op.scale(z));
  }

  powerForRoots(x: v128, m: v128): v128 {
    return this.power(x, m);
  }

  logOnePlus(r: v128): v128 {
    return instance<Float64Logarithm>().onePlus(r);
  }
}
