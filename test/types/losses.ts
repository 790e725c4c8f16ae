/**
 * How calls of losses are typed, against the declarations that users get. Compiled by
 * test/node/types.test.ts, never run.
 */
import {
  entmax15Loss,
  focalLoss,
  type SoftmaxCrossEntropyOptions,
  sigmoidBinaryCrossEntropy,
  softmaxCrossEntropy,
  sparsemaxLoss,
} from "hillock";

const single = new Float32Array(4);
const double = new Float64Array(4);
const labels = new Uint8Array(2);
const shape = [2, 2];

const made = softmaxCrossEntropy(single, labels, { shape });
made.mean satisfies number;
made.loss satisfies Float32Array<ArrayBuffer>;
made.gradient satisfies Float32Array<ArrayBuffer>;
softmaxCrossEntropy(double, double, { shape, smoothing: 0.1, classWeights: double }).gradient satisfies Float64Array<ArrayBuffer>;
sigmoidBinaryCrossEntropy(double, double, { positiveWeight: 2 }).loss satisfies Float64Array<ArrayBuffer>;
sigmoidBinaryCrossEntropy(single, single).loss satisfies Float32Array<ArrayBuffer>;

softmaxCrossEntropy(single, labels, { temperature: 2 }).mean satisfies number;

focalLoss(single, single, { gamma: 1.5, alpha: 0.5 }).loss satisfies Float32Array<ArrayBuffer>;
focalLoss(double, new BigUint64Array(4), { out: { gradient: double } }).loss satisfies undefined;

sparsemaxLoss(single, labels).gradient satisfies Float32Array<ArrayBuffer>;
entmax15Loss(double, double, { shape, axis: 0, out: { loss: double } }).loss satisfies Float64Array;

// With out, what it names, as it is.
const shared = new Float32Array(new SharedArrayBuffer(16));
const own = softmaxCrossEntropy(single, labels, { shape, out: { gradient: shared } });
own.gradient satisfies Float32Array<SharedArrayBuffer>;
own.loss satisfies undefined;
sigmoidBinaryCrossEntropy(single, single, { out: { loss: single } }).gradient satisfies undefined;
sigmoidBinaryCrossEntropy(double, double, { out: {} }).mean satisfies number;

// Either type, as long as all are of one.
export function either<X extends Float32Array | Float64Array>(x: X, options: SoftmaxCrossEntropyOptions<X>): number {
  return softmaxCrossEntropy(x, labels, options).mean + sigmoidBinaryCrossEntropy(x, x).mean;
}

// Labels say how many rows there are; any whole numbers do, and any of them may be ignored.
softmaxCrossEntropy(single, labels).gradient satisfies Float32Array<ArrayBuffer>;
softmaxCrossEntropy(double, new BigInt64Array(2), { ignoreIndex: -100n, smoothing: 0.1 }).loss satisfies Float64Array<ArrayBuffer>;
softmaxCrossEntropy(single, labels, { ignoreIndex: 255, out: { gradient: single } }).gradient satisfies Float32Array;
softmaxCrossEntropy(single, single, { shape: [1, 2, 2], axis: 1, classWeights: single }).mean satisfies number;
sigmoidBinaryCrossEntropy(single, labels, { positiveWeight: single, shape, axis: 0 }).loss satisfies Float32Array<ArrayBuffer>;
sigmoidBinaryCrossEntropy(double, new BigUint64Array(4), { out: { loss: double } }).loss satisfies Float64Array;

// @ts-expect-error distributions do not say how many rows there are
softmaxCrossEntropy(single, single);
// @ts-expect-error
softmaxCrossEntropy(single, single, { smoothing: 0.1 });
// @ts-expect-error only labels can be ignored
softmaxCrossEntropy(single, single, { shape, ignoreIndex: -100 });
// @ts-expect-error
softmaxCrossEntropy(single, labels, { ignoreIndex: "-100" });
// @ts-expect-error
softmaxCrossEntropy(single, labels, { temperature: "2" });
// @ts-expect-error
softmaxCrossEntropy(single, double, { shape });
// @ts-expect-error
softmaxCrossEntropy(single, [0, 1], { shape });
// @ts-expect-error
softmaxCrossEntropy(single, labels, { shape, classWeights: double });
// @ts-expect-error
softmaxCrossEntropy(single, labels, { shape, out: { loss: double } });
// @ts-expect-error distributions do not say how many rows there are
sparsemaxLoss(single, single);
// @ts-expect-error
entmax15Loss(single, labels, { smoothing: 0.1 });
// @ts-expect-error
focalLoss(single, double);
// @ts-expect-error
focalLoss(single, single, { alpha: single });
// @ts-expect-error
sigmoidBinaryCrossEntropy(single, double);
// @ts-expect-error
sigmoidBinaryCrossEntropy(single, single, { positiveWeight: double });
// @ts-expect-error
sigmoidBinaryCrossEntropy(0.5, 1);
// @ts-expect-error
sigmoidBinaryCrossEntropy(single, single, { smoothing: 0.1 });
