/** How calls of functions of rows are typed. Compiled by test/node/types.test.ts, never run. */
import { type GumbelSoftmaxOfSeed, gumbelSoftmax, logSumExp, type Softmax2dOfShape, softmax, softmax2d } from "hillock";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const f32: Float32Array;
declare const f64: Float64Array;
declare const shape: readonly number[] | undefined;
class Tensor extends Float32Array {
  size = 0;
}
declare const tensor: Tensor;

const a1 = softmax(f32);
same<typeof a1, Float32Array<ArrayBuffer>>(true);
const a2 = softmax(f32, { shape: [2, 3], axis: 0, mask: f32, out: tensor });
same<typeof a2, Tensor>(true);
const a3 = softmax.backwardFromOutput(f64, f64, { out: f64 });
same<typeof a3, Float64Array>(true);
const a4 = logSumExp.backward(f64, f64);
same<typeof a4, Float64Array<ArrayBuffer>>(true);
// @ts-expect-error one type
softmax(f32, { out: f64 });
// @ts-expect-error one type
softmax.backwardFromOutput(f32, f64);

// a shape has to be given, or bound
const b1 = softmax2d(f32, { shape: [2, 3, 4], mask: f32, maskShape: [2, 1, 1] });
same<typeof b1, Float32Array<ArrayBuffer>>(true);
const b2 = softmax2d.backwardFromOutput(f32, f32, { shape: [2, 3, 4], out: tensor });
same<typeof b2, Tensor>(true);
const b3 = softmax2d.with({ shape: [2, 3, 4] });
same<typeof b3, Softmax2dOfShape>(true);
const b4 = b3(f64);
same<typeof b4, Float64Array<ArrayBuffer>>(true);
b3.with({ temperature: 2 })(f32, { out: f32 });
b3.backwardFromOutput(f32, f32);
const b5 = softmax2d.with({ temperature: 2 });
same<typeof b5, typeof softmax2d>(true);
// @ts-expect-error no shape
softmax2d(f32);
// @ts-expect-error no shape
softmax2d(f32, { temperature: 2 });
// @ts-expect-error it may be none
softmax2d(f32, { shape });
// @ts-expect-error no shape
softmax2d.backwardFromOutput(f32, f32);
// @ts-expect-error no shape
b5(f32);
// @ts-expect-error it may be none
softmax2d.with({ shape })(f32);

// a seed has to be given, or bound
const c1 = gumbelSoftmax(f32, { seed: 1, hard: true });
same<typeof c1, Float32Array<ArrayBuffer>>(true);
const c2 = gumbelSoftmax.backward(f32, f32, { seed: 1, offset: 2, out: tensor });
same<typeof c2, Tensor>(true);
const c3 = gumbelSoftmax.with({ seed: 1 });
same<typeof c3, GumbelSoftmaxOfSeed>(true);
c3(f32);
c3.with({ hard: true }).backward(f64, f64);
const c4 = gumbelSoftmax.backwardFromOutput(f32, f32);
same<typeof c4, Float32Array<ArrayBuffer>>(true);
const c5 = gumbelSoftmax.with({ temperature: 2 });
same<typeof c5, typeof gumbelSoftmax>(true);
// @ts-expect-error no seed
gumbelSoftmax(f32);
// @ts-expect-error no seed
gumbelSoftmax(f32, { hard: true });
// @ts-expect-error no seed
gumbelSoftmax.backward(f32, f32);
// @ts-expect-error no seed
c5(f64, { shape: [2, 3] });
