/**
 * How results are typed, under every compiler of this folder: exactly, and never as `any`. Compiled
 * by test/package/compilers.test.ts in a project that has the packed hillock installed, never run.
 */
import * as h from "hillock";
import * as fast from "hillock/fast";
import { resolve } from "hillock/resolve";

/** Arrays as the compiler types them: from TypeScript 5.7 on, it names their buffers. */
const single = new Float32Array(4);
const double = new Float64Array(4);
type F32 = typeof single;
type F64 = typeof double;

/**
 * A type that the compiler could not find counts as the same as any other, so that `any` is asked
 * for by itself.
 */
type IsAny<T> = 0 extends 1 & T ? true : false;
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Same<A, B> = IsAny<B> extends true ? false : Identical<A, B>;
/** Compiles only for a value whose type is exactly A. */
declare function exactly<A>(): <B>(value: B, same: Same<A, B>) => void;

declare const f32: Float32Array;
declare const f64: Float64Array;
class Tensor extends Float32Array {
  shape = [0];
}
declare const tensor: Tensor;

exactly<number>()(h.gelu(0.5), true);
exactly<F32>()(h.gelu(f32), true);
exactly<F64>()(h.elu(f64, { alpha: 2 }), true);
exactly<F32>()(fast.sigmoid.derivative(f32), true);
exactly<Tensor>()(h.relu(f32, { out: tensor }), true);
exactly<F32>()(h.tanh.valueAndDerivative(f32).derivative, true);
exactly<F64>()(h.silu.backward(f64, f64), true);
exactly<F32>()(h.sigmoid.backwardFromOutput(f32, f32), true);
exactly<F32>()(h.prelu(f32, { alpha: f32 }), true);
exactly<number>()(h.dynamicTanh.parameterGradients(f32, f32, { gamma: f32 }).alpha, true);
exactly<number>()(h.swish.parameterGradients(f32, f32, { beta: 2 }).beta, true);
exactly<F32>()(h.softmax(f32, { shape: [2, 2], temperature: 2 }), true);
exactly<F64>()(h.logSoftmax.backwardFromOutput(f64, f64), true);
exactly<F64>()(h.logSumExp(f64), true);
exactly<F32>()(h.swiglu(f32, f32), true);
exactly<F64>()(h.geglu.backward(f64, f64, f64).gate, true);
exactly<F32>()(h.softmaxCrossEntropy(f32, new Uint8Array(1), { shape: [1, 4] }).gradient, true);
exactly<F64>()(h.sigmoidBinaryCrossEntropy(f64, f64).loss, true);
exactly<h.Activation>()(resolve("nn.GELU", { framework: "pytorch" }), true);
exactly<h.Softmax>()(resolve<h.Softmax>({ op_type: "Softmax" }), true);
exactly<F32>()(resolve("softmax")(f32, { shape: [2, 2] }), true);
exactly<F32>()(h.alloc(Float32Array, 3), true);
exactly<F64>()(
  h.scope((s) => s.alloc(Float64Array, 3)),
  true,
);

// objects declared apart, without `as const`
const layer = { inputs: 2, outputs: 2, activation: h.relu, weightsLayout: "outputsInputs" };
const packing = { layout: "gateFirst", shape: [2, 2] };
const configuration = { backend: "simd" };
exactly<F32>()(h.dense(f32, f32, null, layer), true);
exactly<F64>()(h.dense.backward(f64, f64, f64, { ...layer, output: f64 }).weights, true);
exactly<F32>()(h.swiglu.packed(f32, packing), true);
h.configure(configuration);

// a host's memory and modules, by their shape alone
declare const memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
h.configure({ memory, region: { base: 0, bytes: 2 ** 20 }, modules: { gelu: {} } });

// what is no call
// @ts-expect-error one type
h.gelu(f32, { out: f64 });
// @ts-expect-error unknown option
h.leakyRelu(f32, { alpha: 1 });
// @ts-expect-error no such layout
h.dense(f32, f32, null, { inputs: 2, outputs: 2, weightsLayout: "rows" });
// @ts-expect-error no such layout
h.swiglu.packed(f32, { layout: "rows" });
// @ts-expect-error no such backend
h.configure({ backend: "gpu" });
