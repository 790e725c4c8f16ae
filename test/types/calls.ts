/**
 * How calls are typed, against the declarations that users get. Compiled by
 * test/node/types.test.ts, never run.
 */
import {
  type Activation,
  activations,
  alloc,
  type Backend,
  binaryStep,
  configure,
  defineActivation,
  elu,
  free,
  gelu,
  type HillockErrorCode,
  type Info,
  info,
  isHillockError,
  leakyRelu,
  load,
  type OptionsOf,
  relu,
  rrelu,
  scope,
  sigmoid,
  softplus,
  threshold,
} from "hillock";
import * as fast from "hillock/fast";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const f32: Float32Array;
declare const f64: Float64Array;
declare const number: number;
declare const either: Float32Array | Float64Array;
declare const any: number | Float32Array | Float64Array;
declare const shared: Float32Array<SharedArrayBuffer>;
class Tensor extends Float32Array {
  shape = [0];
}
declare const tensor: Tensor;

type F32 = Float32Array<ArrayBuffer>;
type F64 = Float64Array<ArrayBuffer>;

// numbers give numbers, arrays new arrays of their type
const a1 = gelu(number);
same<typeof a1, number>(true);
const a2 = gelu(f32);
same<typeof a2, F32>(true);
const a3 = gelu(f64);
same<typeof a3, F64>(true);
const a4 = gelu(shared);
same<typeof a4, F32>(true);
const a5 = gelu(tensor);
same<typeof a5, F32>(true);
const a6 = gelu(either);
same<typeof a6, F32 | F64>(true);
const a7 = gelu(any);
same<typeof a7, number | F32 | F64>(true);
const a8 = gelu(f32, {});
same<typeof a8, F32>(true);
const a9 = gelu(f32, { out: undefined });
same<typeof a9, F32>(true);

// out is returned as what it is
const b1 = gelu(f32, { out: f32 });
same<typeof b1, Float32Array>(true);
const b2 = gelu(f32, { out: tensor });
same<typeof b2, Tensor>(true);
const b3 = gelu(f64, { out: f64 });
same<typeof b3, Float64Array>(true);
const b4 = gelu(tensor, { out: shared });
same<typeof b4, Float32Array<SharedArrayBuffer>>(true);

// the methods alike
for (const f of [gelu.derivative, gelu.secondDerivative]) {
  const c1 = f(number);
  same<typeof c1, number>(true);
  const c2 = f(f32);
  same<typeof c2, F32>(true);
  const c3 = f(f64, { out: f64 });
  same<typeof c3, Float64Array>(true);
}
const d1: { value: number; derivative: number } = gelu.valueAndDerivative(number);
const d2: { value: F32; derivative: F32 } = gelu.valueAndDerivative(f32);
const d3: { value: Tensor; derivative: Float32Array } = gelu.valueAndDerivative(f32, { out: { value: tensor, derivative: f32 } });
const d4: { value: F64; derivative: F64 } = gelu.valueAndDerivative(f64, {});
const e1 = gelu.backward(number, number);
same<typeof e1, number>(true);
const e2 = gelu.backward(f32, f32);
same<typeof e2, F32>(true);
const e3 = gelu.backward(f64, f64, { out: f64 });
same<typeof e3, Float64Array>(true);
const e4 = relu.backwardFromOutput(f32, f32, { out: tensor });
same<typeof e4, Tensor>(true);

// as callbacks
const g1: number[] = [0.1, 0.2].map(sigmoid);
const g2: number[] = [0.1, 0.2].map(sigmoid.derivative);

// parameters by name, all optional
leakyRelu(f32, { negativeSlope: 0.2 });
leakyRelu(number, { negativeSlope: 0.2 });
leakyRelu(f32, { negativeSlope: undefined, out: f32 });
elu.backward(f32, f32, { alpha: 2, out: f32 });
softplus.valueAndDerivative(f64, { beta: 3, out: { value: f64, derivative: f64 } });
const steep = leakyRelu.with({ negativeSlope: 0.3 });
same<typeof steep, typeof leakyRelu>(true);
same<OptionsOf<typeof leakyRelu>["negativeSlope"], number | undefined>(true);
same<keyof OptionsOf<typeof leakyRelu>, "negativeSlope">(true);
same<keyof OptionsOf<typeof gelu>, never>(true);

// parameters of which not all have a gradient, and an option of one method
same<keyof ReturnType<typeof threshold.parameterGradients>, "value">(true);
threshold(f32, { theta: 1, value: 2 });
binaryStep.backward(f32, f32, { threshold: 1, surrogate: "identity", out: f32 });
binaryStep.backward(number, number, { surrogate: "sigmoid" });
same<keyof OptionsOf<typeof binaryStep>, "threshold" | "valueAtThreshold">(true);
// @ts-expect-error another word
binaryStep.backward(f32, f32, { surrogate: "tanh" });
// @ts-expect-error of backward alone
binaryStep(f32, { surrogate: "identity" });
// @ts-expect-error of backward alone
binaryStep.with({ surrogate: "identity" });

// random numbers, in training
const training = rrelu.with({ training: true, seed: 1 });
same<typeof training, typeof rrelu>(true);
rrelu.backward(f32, f32, { lower: 0.1, upper: 0.2, training: true, seed: 1, offset: 2, out: f32 });
same<keyof OptionsOf<typeof rrelu>, "lower" | "upper" | "training" | "seed" | "offset">(true);
// @ts-expect-error no number
rrelu(number, { training: 1 });
// @ts-expect-error no text
rrelu(f64, { seed: "1" });

// what is no call
// @ts-expect-error no arrays of numbers
gelu([1, 2]);
// @ts-expect-error no strings
gelu("1");
// @ts-expect-error no other typed arrays
gelu(new Int32Array(3));
// @ts-expect-error one type
gelu(f32, { out: f64 });
// @ts-expect-error one type
gelu.backward(f32, f64);
// @ts-expect-error one type
gelu.backward(f32, f32, { out: f64 });
// @ts-expect-error one kind
gelu.backward(f32, number);
// @ts-expect-error two outputs
gelu.valueAndDerivative(f32, { out: f32 });
// @ts-expect-error unknown option
gelu(f32, { slope: 1 });
// @ts-expect-error of another activation
gelu(f32, { negativeSlope: 1 });
// @ts-expect-error unknown option
leakyRelu(f32, { alpha: 1 });
// @ts-expect-error no text
leakyRelu(f32, { negativeSlope: "0.1" });
// @ts-expect-error null is not absent
leakyRelu(f32, { negativeSlope: null });
// @ts-expect-error out cannot be bound
leakyRelu.with({ out: f32 });
// @ts-expect-error an object
leakyRelu(f32, f32);
// @ts-expect-error the output does not tell
gelu.backwardFromOutput;
// @ts-expect-error frozen
gelu.spec.name = "other";
// @ts-expect-error frozen
leakyRelu.spec.parameters.negativeSlope.default = 1;

// everything else that is exported
const activation: Activation = gelu;
const learnt: Activation<{ negativeSlope?: number | undefined }> = leakyRelu;
const every: readonly Activation<never>[] = Object.values(activations);
const h1 = alloc(Float32Array, 3);
same<typeof h1, F32>(true);
const h2 = alloc(Float64Array, 3);
same<typeof h2, F64>(true);
const h4 = alloc(Float64Array, [3, 4]);
same<typeof h4, [F64, F64]>(true);
declare const lengths: number[];
const h5 = alloc(Float32Array, lengths);
same<typeof h5, F32[]>(true);
const [h6] = alloc(Float32Array, lengths.length > 1 ? [1, 2] : [3]);
same<typeof h6, F32>(true);
// @ts-expect-error floats only
alloc(Int32Array, 3);
// @ts-expect-error numbers only
alloc(Float32Array, ["3"]);
free(h1);
const h3 = scope((s) => {
  const x = s.alloc(Float32Array, 3);
  same<typeof x, F32>(true);
  const [, bias] = s.alloc(Float64Array, [6, 2]);
  same<typeof bias, F64>(true);
  return x.length;
});
same<typeof h3, number>(true);
configure({ backend: "simd", memory: new WebAssembly.Memory({ initial: 1 }), region: { base: 0, bytes: 2 ** 20 } });
const chosen = { backend: "simd" };
configure(chosen);
configure({});
// @ts-expect-error no such backend
configure({ backend: "gpu" });
const loaded: Promise<void> = load(gelu, leakyRelu);
const report: Info = info();
const backend: Backend = report.backend;
declare const error: unknown;
const code: HillockErrorCode | undefined = isHillockError(error) ? error.code : undefined;
same<HillockErrorCode extends `HILLOCK_${string}` ? true : false, true>(true);
const f1 = fast.gelu(f32, { out: tensor });
same<typeof f1, Tensor>(true);
same<typeof fast.leakyRelu, typeof leakyRelu>(true);

// a user's own
const square = defineActivation({ name: "square", value: (x) => x * x, derivative: (x) => 2 * x });
const i1 = square(f32);
same<typeof i1, F32>(true);
// @ts-expect-error not given
square.backwardFromOutput;
const own = defineActivation({
  name: "own",
  parameters: { slope: 2, shift: { default: 0, minimum: -1 } },
  value: (x, { slope, shift }) => slope * x + shift,
  derivative: (_, { slope }) => slope,
  derivativeFromOutput: (_, { slope }) => slope,
});
own(f32, { slope: 3, shift: 1 });
own.backwardFromOutput(f32, f32, { slope: 1 });
// @ts-expect-error unknown parameter
own(f32, { width: 1 });
// @ts-expect-error derivative is missing
defineActivation({ name: "none", value: (x) => x });

void [d1, d2, d3, d4, g1, g2, activation, learnt, every, loaded, backend, code];
