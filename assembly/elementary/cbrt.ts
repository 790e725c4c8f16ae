import { instance, Lanes, narrowLow } from "../lanes";
import { InverseCubeRoot as I } from "../math/coefficients/brief";
import { CubeRoot } from "../math/coefficients/elementary";
import { Brief, Half, isOutside } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Unfused } from "./parts/unfused";

/**
 * cbrt(x) = 2^k y, |x| = 2^3k m with m from 1 to 8
 *
 * A cubic of m, after one step of Halley right to 23 bits, is rounded to these; then the cube is
 * known exactly, and one more step
 *
 *     y + y (m - y³) / (2 y³ + m)
 *
 * leaves the last rounding: of cubes it is exact.
 */
export class Cbrt extends Elementary<Unfused> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const small = v128.lt<f64>(a, this.op.splat(2 ** -1000));
    const raised = v128.bitselect(this.op.mul(a, this.op.splat(2 ** 99)), a, small);
    const field = v128.or(i64x2.shr_u(raised, 52), this.op.splat(2 ** 52));
    const exponent = this.op.sub(field, this.op.splat(2 ** 52 + 1023));
    const k = v128.floor<f64>(this.op.mul(this.op.add(exponent, this.op.splat(0.5)), this.op.splat(1 / 3)));
    const octaves = this.op.add(k, this.op.add(k, k));
    const m = i64x2.sub(raised, i64x2.shl(this.op.add(octaves, this.op.splat(6755399441055744)), 52));

    const start = this.op.cubic(m, CubeRoot.c0, CubeRoot.c1, CubeRoot.c2, CubeRoot.c3);
    const cube = this.op.mul(this.op.mul(start, start), start);
    const better = this.op.div(this.op.mul(start, this.op.add(cube, this.op.add(m, m))), this.op.add(this.op.add(cube, cube), m));
    const y = this.rounded(better);
    const square = this.op.mul(y, y);
    const third = this.op.mul(square, y);
    const squareHigh = this.rounded(square);
    const rest = this.op.mul(this.op.sub(square, squareHigh), y);
    const residue = this.op.sub(this.op.sub(m, this.op.mul(squareHigh, y)), rest);
    const root = this.op.add(y, this.op.div(this.op.mul(y, residue), this.op.add(this.op.add(third, third), m)));
    const lift = this.op.sub(k, v128.and(small, this.op.splat(33)));
    const power = i64x2.shl(this.op.add(lift, this.op.splat(6755399441056767)), 52);
    const usual = v128.and(v128.gt<f64>(a, this.op.splat(0)), v128.lt<f64>(a, this.op.splat(Infinity)));
    return this.op.flip(v128.bitselect(this.op.mul(root, power), a, usual), x);
  }

  /** The f32 nearest to x. */
  private rounded(x: v128): v128 {
    return f64x2.promote_low_f32x4(narrowLow(x));
  }
}

/**
 * The results for `f32`: x u² (1 - e)^(-2/3) without a division, with u near x^(-1/3) and e = 1 - x
 * u³. The first u is what a third of the bits comes to, the second in `f32` right to 2^-21.
 */
export class BriefCbrt extends Brief<Cbrt> {
  brief(x: v128, half: Half): v128 {
    const op = instance<Lanes<f64>>();
    const z = this.op.abs(x);
    const a = half.of(z);
    const u = half.of(this.inverse(z));
    const near = op.mul(a, op.mul(u, u));
    const e = op.nmadd(near, u, op.splat(1));
    return op.madd(op.mul(near, op.splat(2 / 3)), e, near);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isOutside(this.op.abs(x), 0x00800000, 0x7f800000));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.withSign(y, x);
  }

  /** x^(-1/3) */
  private inverse(x: v128): v128 {
    const first = i32x4.sub(i32x4.splat(0x54a1a000), i32x4.mul(i32x4.shr_u(x, 16), i32x4.splat(21845)));
    const near = this.op.mul(x, this.op.mul(first, first));
    const e = this.op.nmadd(near, first, this.op.splat(1));
    return this.op.mul(first, this.op.quartic(e, I.c0, I.c1, I.c2, I.c3, I.c4));
  }
}

export type Float32 = BriefCbrt;
export type Float64 = Cbrt;
