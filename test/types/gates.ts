/**
 * How calls of gated functions and of functions with slopes are typed. Compiled by
 * test/node/types.test.ts, never run.
 */
import { dynamicTanh, type Gated, geglu, load, prelu, swiglu, swigluOai, swish } from "hillock";
import * as fast from "hillock/fast";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const f32: Float32Array;
declare const f64: Float64Array;
declare const number: number;
declare const shared: Float32Array<SharedArrayBuffer>;
class Tensor extends Float32Array {
  shape = [0];
}
declare const tensor: Tensor;

type F32 = Float32Array<ArrayBuffer>;
type F64 = Float64Array<ArrayBuffer>;

// two arrays, or two numbers
const a1 = swiglu(f32, f32);
same<typeof a1, F32>(true);
const a2 = geglu(f64, f64);
same<typeof a2, F64>(true);
const a3 = swiglu(number, number, { beta: 2 });
same<typeof a3, number>(true);
const a4 = swiglu(f32, f32, { out: tensor, beta: 1.702 });
same<typeof a4, Tensor>(true);
const a5 = fast.swiglu(f32, f32);
same<typeof a5, F32>(true);

// one packed array
const b1 = swiglu.packed(f32, { layout: "valueFirst" });
same<typeof b1, F32>(true);
const b2 = geglu.packed(f64, { layout: "interleaved", shape: [2, 4] });
same<typeof b2, F64>(true);
const b3 = swiglu.packed(f32, { layout: "gateFirst", out: tensor });
same<typeof b3, Tensor>(true);
const b4 = swiglu.backwardPacked(f32, f32, { layout: "gateFirst", out: shared });
same<typeof b4, Float32Array<SharedArrayBuffer>>(true);

// packing as a constant: its text is widened there, and checked when it is read
const packing = { layout: "gateFirst", shape: [2, 4] };
const k1 = swiglu.packed(f32, packing);
same<typeof k1, F32>(true);
const k2 = geglu.packed(f64, { ...packing, out: f64 });
same<typeof k2, Float64Array>(true);
const k3 = swiglu.backwardPacked(f32, f32, { ...packing, beta: 2, out: tensor });
same<typeof k3, Tensor>(true);

// both gradients
const c1 = swiglu.backward(f32, f32, f32);
same<typeof c1.value, F32>(true);
same<typeof c1.gate, F32>(true);
const c2 = swiglu.backward(f32, f32, f32, { out: { value: tensor, gate: f32 } });
same<typeof c2.value, Tensor>(true);
same<typeof c2.gate, Float32Array>(true);
const c3 = geglu.backward(number, number, number);
same<typeof c3.gate, number>(true);

// what is learnt
const d1 = swish.parameterGradients(f32, f32, { beta: 2 });
same<typeof d1.beta, number>(true);
const d2 = swiglu.parameterGradients(f64, f64, f64);
same<typeof d2.beta, number>(true);
const d5 = swigluOai.parameterGradients(f32, f32, f32, { limit: 5 });
same<typeof d5, { alpha: number }>(true);
const d3 = prelu.parameterGradients(f32, f32);
same<typeof d3.alpha, number>(true);
const d4 = prelu.parameterGradients(f32, f32, { alpha: f32, shape: [2, 3] });
same<typeof d4.alpha, Float32Array>(true);
const d8 = dynamicTanh.parameterGradients(f32, f32, { gamma: f32, beta: 0.5 });
same<typeof d8.alpha, number>(true);
same<typeof d8.gamma, Float32Array>(true);
same<typeof d8.beta, number>(true);
const d6 = dynamicTanh.parameterGradients(f64, f64);
same<typeof d6.gamma, number>(true);
const d7 = dynamicTanh.parameterGradients(0.5, 0.5, { alpha: 1 });
same<typeof d7.beta, number>(true);

// slopes
const e1 = prelu(f32, { alpha: f32 });
same<typeof e1, F32>(true);
const e2 = prelu(f64, { alpha: 0.1, out: f64 });
same<typeof e2, Float64Array>(true);
const e3 = prelu.with({ alpha: f32, shape: [2, 3], channelAxis: -1 });
same<typeof e3, typeof prelu>(true);
const e4 = swish.with({ beta: 3 });
same<typeof e4, typeof swish>(true);
prelu.backwardFromOutput(f32, f32, { alpha: f32 });
const e5 = dynamicTanh(f64, { gamma: f64, beta: f64, alpha: 0.7, shape: [2, 3] });
same<typeof e5, F64>(true);
const e6 = dynamicTanh.with({ gamma: f32 });
same<typeof e6, typeof dynamicTanh>(true);

const gates: readonly Gated<never>[] = [swiglu, geglu];
const loaded: Promise<void> = load(swiglu, prelu, swish);

// what is no call
// @ts-expect-error one type
swiglu(f32, f64);
// @ts-expect-error a layout is needed
swiglu.packed(f32, { shape: [2, 4] });
// @ts-expect-error no such layout
swiglu.packed(f32, { layout: "rows" });
// @ts-expect-error no such layout
swiglu.backwardPacked(f32, f32, { layout: "rows", out: f32 });
// @ts-expect-error no parameters
geglu(f32, f32, { beta: 1 });
// @ts-expect-error a pair
swiglu.backward(f32, f32, f32, { out: f32 });
// @ts-expect-error an array of numbers is none
prelu(f32, { alpha: [0.1] });
// @ts-expect-error the rate is one for all
dynamicTanh(f32, { alpha: f32 });
// @ts-expect-error what cannot be had from the output
dynamicTanh.backwardFromOutput(f32, f32);
// @ts-expect-error nothing to learn
geglu.parameterGradients;

void [gates, loaded];
