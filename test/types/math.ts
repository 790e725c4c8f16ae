/**
 * How elementary functions are typed, against the declarations that users get. Compiled by
 * test/node/types.test.ts, never run.
 */
import {
  atan2,
  type Combination,
  type cosh,
  type Differentiable,
  type deterministic,
  type Elementary,
  exp,
  hypot,
  log,
  pow,
  type Variadic,
} from "hillock/math";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const f32: Float32Array;
declare const f64: Float64Array;
declare class Weights extends Float32Array {}
declare const weights: Weights;

same<typeof log, Elementary>(true);
same<typeof exp, Differentiable>(true);
same<typeof pow, Combination>(true);
same<typeof hypot, Variadic>(true);
same<typeof deterministic.hypot, Variadic>(true);
same<typeof deterministic.cosh, typeof cosh>(true);

const number = log(1);
const array = exp.derivative(f32);
const same64 = log(f64, { out: f64 });
const own = log(f32, { out: weights });
const power = pow(f32, 2);
const angle = atan2(f64, f64, { out: f64 });
const distance = hypot(1, 2, 2);
const distances = hypot(f32, 2, { out: f32 });
const angles = [1, 2].map((y) => atan2(y, 1));
same<typeof number, number>(true);
same<typeof array, ReturnType<Float32ArrayConstructor["of"]>>(true);
same<typeof same64, Float64Array>(true);
same<typeof own, Weights>(true);
same<typeof power, ReturnType<Float32ArrayConstructor["of"]>>(true);
same<typeof angle, Float64Array>(true);
same<typeof angles, number[]>(true);
same<typeof distance, number>(true);
same<typeof distances, Float32Array>(true);

// @ts-expect-error the derivative of the logarithm is none of these functions
log.derivative(1);
// @ts-expect-error only numbers may be more than two
hypot(f32, f32, f32);
// @ts-expect-error two types
pow(f32, f64);
// @ts-expect-error an output of another type
log(f32, { out: f64 });
// @ts-expect-error an option that there is not
exp(1, { into: f32 });
