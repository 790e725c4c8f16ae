/** How calls of functions of features are typed. Compiled by test/node/types.test.ts, never run. */
import { crelu, type Features, load, maxout } from "hillock";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const f32: Float32Array;
declare const f64: Float64Array;
class Tensor extends Float32Array {
  shape = [0];
}
declare const tensor: Tensor;

const a1 = crelu(f32);
same<typeof a1, Float32Array<ArrayBuffer>>(true);
const a2 = maxout(f64, { k: 3, shape: [2, 3], axis: -1 });
same<typeof a2, Float64Array<ArrayBuffer>>(true);
const a3 = maxout(f32, { out: tensor });
same<typeof a3, Tensor>(true);
const a4 = crelu.backward(f64, f64, { axis: 0, out: f64 });
same<typeof a4, Float64Array>(true);
const a5 = maxout.backward(f32, f32, { k: 4 });
same<typeof a5, Float32Array<ArrayBuffer>>(true);
const a6 = maxout.with({ k: 4, shape: [8] });
same<typeof a6, typeof maxout>(true);
const all: readonly Features<never>[] = [crelu, maxout];
const loaded: Promise<void> = load(crelu, maxout);

// what is no call
// @ts-expect-error no numbers
crelu(3);
// @ts-expect-error no parameters
crelu(f32, { k: 2 });
// @ts-expect-error one type
maxout.backward(f32, f64);
// @ts-expect-error a number
maxout(f32, { k: "2" });
// @ts-expect-error no masks
maxout(f32, { mask: f32 });

void [all, loaded];
