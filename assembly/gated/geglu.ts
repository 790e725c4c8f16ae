import * as gelu from "../activations/gelu";

/** geglu(value, gate) = value gelu(gate) = value gate Φ(gate), in the forms of ../activations/gelu.ts. */
export type Float32 = gelu.Float32;
export type Float64 = gelu.Float64;
