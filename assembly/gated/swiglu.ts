import * as swish from "../activations/swish";

/** swiglu(value, gate) = value swish(gate) = value gate σ(β gate), with the parameters of ../activations/swish.ts. */
export type Float32 = swish.Float32;
export type Float64 = swish.Float64;
export type Fast = swish.Fast;
