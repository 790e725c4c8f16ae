/**
 * How names are typed, against the declarations that users get. Compiled by
 * test/node/types.test.ts, never run.
 */
import { type Activation, dense, type Gated, type LogSumExp, type Softmax, type swiglu } from "hillock";
import { type Framework, resolve } from "hillock/resolve";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const text: string;
declare const object: object;
declare const node: { readonly op_type: string };
declare const framework: Framework | undefined;
declare const f32: Float32Array;

const fromText = resolve(text);
const fromObject = resolve(object, { framework });
const fromNode = resolve(node);
const fromLiteral = resolve("gelu", { framework: "jax" });
same<typeof fromText, Activation>(true);
same<typeof fromObject, Activation>(true);
same<typeof fromNode, Activation>(true);
same<typeof fromLiteral, Activation>(true);
dense(f32, f32, null, { inputs: 1, outputs: 1, activation: resolve(text) });

// rows and gates: known by hillock's own names, else as the caller says
const rows = resolve("softmax");
const sums = resolve<LogSumExp>(text);
const gated = resolve("swiglu", { framework });
same<typeof rows, Softmax>(true);
same<typeof sums, LogSumExp>(true);
same<typeof gated, typeof swiglu>(true);
resolve<Gated>(text).packed(f32, { layout: "gateFirst" });

// @ts-expect-error no framework
resolve(text, { framework: "torch" });
// @ts-expect-error no name
resolve(3);
// @ts-expect-error no option
resolve(text, { library: "pytorch" });
// @ts-expect-error no function
resolve<string>(text);
