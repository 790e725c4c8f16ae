/**
 * The Fenchel-Young loss of entmax15, D(y, p) = 2/3 (√y - √p)² (2 √y + √p):
 * parts/thresholdRows.ts has the derivation.
 */
import { Float32 as Float32Rows, Float64 as Float64Rows } from "../rowwise/entmax15";

export { gather, top } from "../rowwise/parts/threshold";
export { areProbabilities } from "./parts/areProbabilities";
export { distances, distributions, labels, writeGradient } from "./parts/thresholdRows";

export type Float32 = Float32Rows;
export type Float64 = Float64Rows;
