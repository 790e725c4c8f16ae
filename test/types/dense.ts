/**
 * How calls of the layer are typed, against the declarations that users get. Compiled by
 * test/node/types.test.ts, never run.
 */
import {
  type Dense,
  type DenseGradients,
  type DenseLayer,
  defineActivation,
  dense,
  gelu,
  leakyRelu,
  prelu,
  reglu,
  swiglu,
  type WeightsLayout,
} from "hillock";
import * as fast from "hillock/fast";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const f32: Float32Array;
declare const f64: Float64Array;
declare const either: Float32Array | Float64Array;
declare const shared: Float32Array<SharedArrayBuffer>;
class Tensor extends Float32Array {
  shape = [0];
}
declare const tensor: Tensor;

type F32 = Float32Array<ArrayBuffer>;
type F64 = Float64Array<ArrayBuffer>;

const layer = { inputs: 3, outputs: 2 };

// new arrays of the type of x
const a1 = dense(f32, f32, f32, layer);
same<typeof a1, F32>(true);
const a2 = dense(f64, f64, null, { ...layer, batch: 4, activation: gelu, weightsLayout: "outputsInputs" });
same<typeof a2, F64>(true);
const a3 = dense(tensor, shared, null, { ...layer, out: undefined, preactivation: f32 });
same<typeof a3, F32>(true);
const a4 = dense(either, either, either, layer);
same<typeof a4, F32 | F64>(true);

// out is returned as what it is
const b1 = dense(f32, f32, f32, { ...layer, out: tensor });
same<typeof b1, Tensor>(true);
const b2 = dense(f64, f64, f64, { ...layer, out: f64, preactivation: f64 });
same<typeof b2, Float64Array>(true);
const b3 = dense(f32, f32, f32, { ...layer, out: shared });
same<typeof b3, Float32Array<SharedArrayBuffer>>(true);

// a layer as a constant: its texts are widened there, and checked when they are read
const plain = { inputs: 3, outputs: 2, activation: leakyRelu, weightsLayout: "outputsInputs" };
const k1 = dense(f32, f32, f32, plain);
same<typeof k1, F32>(true);
const k2 = dense(f64, f64, null, { ...plain, out: f64, preactivation: f64 });
same<typeof k2, Float64Array>(true);
const k3 = dense.backward(f32, f32, f32, { ...plain, preactivation: f32 });
same<typeof k3, DenseGradients<F32>>(true);
const k4: Tensor = dense.backward(f32, f32, f32, { ...plain, preactivation: f32, out: { weights: tensor } }).weights;
const k5 = dense(either, either, either, plain);
same<typeof k5, F32 | F64>(true);

// any activation
const own = defineActivation({ name: "own", value: (x) => x, derivative: () => 1 });
for (const activation of [gelu, leakyRelu, leakyRelu.with({ negativeSlope: 0.2 }), prelu, fast.gelu, own, undefined])
  dense(f32, f32, null, { ...layer, activation });

// a gate, with the order of its sums
const g1 = dense(f32, f32, null, { ...layer, activation: swiglu, layout: "gateFirst" });
same<typeof g1, F32>(true);
const g2 = dense(f64, f64, f64, { ...layer, activation: fast.swiglu.with({ beta: 2 }), layout: "interleaved", out: f64 });
same<typeof g2, Float64Array>(true);
const gated = { inputs: 3, outputs: 2, activation: reglu, layout: "valueFirst", weightsLayout: "outputsInputs" };
const g3 = dense.backward(f32, f32, f32, { ...gated, preactivation: f32 });
same<typeof g3, DenseGradients<F32>>(true);
// @ts-expect-error no such layout
dense(f32, f32, null, { ...layer, activation: swiglu, layout: "rows" });

// gradients: all of them, or those that are wanted
const c1 = dense.backward(f32, f32, f32, layer);
same<typeof c1, DenseGradients<F32>>(true);
const c2 = dense.backward(f64, f64, f64, { ...layer, activation: gelu, preactivation: f64, accumulate: true });
same<typeof c2, DenseGradients<F64>>(true);
const c3 = dense.backward(f32, f32, f32, { ...layer, output: f32, out: { weights: tensor, bias: f32 } });
const weights: Tensor = c3.weights;
const bias: Float32Array = c3.bias;
// @ts-expect-error not wanted
c3.x;
const c4 = dense.backward(f64, f64, f64, { ...layer, out: { x: f64 } });
const x: Float64Array = c4.x;
// @ts-expect-error not wanted
c4.weights;
const c5 = dense.backward(either, either, either, layer);
const gradient: F32 | F64 = c5.x;
// a layer with a bias, without one, and with one or the other
const b6: Float32Array = dense.backward(f32, f32, f32, { ...layer, bias: f32 }).bias;
const none = dense.backward(f64, f64, f64, { ...layer, bias: null });
const x6: Float64Array = none.x;
// @ts-expect-error no bias, no gradient of it
none.bias;
declare const perhaps: Float32Array | null;
const b7: Float32Array | undefined = dense.backward(f32, f32, f32, { ...layer, bias: perhaps }).bias;
const c7 = dense.backward(f32, f32, f32, { ...layer, bias: null, out: { weights: f32 } });
const w7: Float32Array = c7.weights;
const c8 = dense.backward(either, either, either, { ...layer, bias: null });
const x8: F32 | F64 = c8.x;

// what is no call
// @ts-expect-error one type
dense.backward(f32, f32, f32, { ...layer, bias: f64 });
// @ts-expect-error one type
dense(f32, f64, f32, layer);
// @ts-expect-error one type
dense(f32, f32, f64, layer);
// @ts-expect-error one type
dense(f32, f32, f32, { ...layer, out: f64 });
// @ts-expect-error one type
dense(f32, f32, f32, { ...layer, preactivation: f64 });
// @ts-expect-error a missing bias is null
dense(f32, f32, undefined, layer);
// @ts-expect-error sizes are needed
dense(f32, f32, f32, { inputs: 3 });
// @ts-expect-error options are needed
dense(f32, f32, f32);
// @ts-expect-error no text
dense(f32, f32, f32, { ...layer, activation: "gelu" });
// @ts-expect-error no such layout
dense(f32, f32, f32, { ...layer, weightsLayout: "rowMajor" });
// @ts-expect-error no such layout
dense.backward(f32, f32, f32, { ...layer, weightsLayout: "rowMajor" });
// @ts-expect-error no such layout
dense(f32, f32, f32, { ...plain, weightsLayout: "rowMajor", out: f32 });
// @ts-expect-error no text
dense(f32, f32, f32, { ...layer, weightsLayout: 3 });
// @ts-expect-error unknown option
dense(f32, f32, f32, { ...layer, units: 3 });
// @ts-expect-error no numbers
dense(1, f32, f32, layer);
// @ts-expect-error one type
dense.backward(f32, f32, f64, layer);
// @ts-expect-error one type
dense.backward(f32, f32, f32, { ...layer, out: { x: f64 } });
// @ts-expect-error one type
dense.backward(f32, f32, f32, { ...layer, preactivation: f64 });
// @ts-expect-error yes or no
dense.backward(f32, f32, f32, { ...layer, accumulate: 1 });
// @ts-expect-error an object of arrays
dense.backward(f32, f32, f32, { ...layer, out: f32 });

// everything else that is exported
const options: DenseLayer = { inputs: 1, outputs: 1, activation: gelu };
const layout: WeightsLayout = "inputsOutputs";
const callable: Dense = dense;

void [k4, b6, x6, b7, w7, x8, weights, bias, x, gradient, options, layout, callable];
