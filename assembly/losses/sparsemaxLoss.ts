/**
 * The Fenchel-Young loss of sparsemax, D(y, p) = (y - p)² / 2: parts/thresholdRows.ts has the
 * derivation.
 */
import { Float32 as Float32Rows, Float64 as Float64Rows } from "../rowwise/sparsemax";

export { gather, top } from "../rowwise/parts/threshold";
export { areProbabilities } from "./parts/areProbabilities";
export { distances, distributions, labels, writeGradient } from "./parts/thresholdRows";

export type Float32 = Float32Rows;
export type Float64 = Float64Rows;
