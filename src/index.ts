import * as activations from "./activations/index.js";

export * from "./activations/index.js";
export { alloc, free, reserve, type Scope, scope } from "./allocation.js";
export type { Backend } from "./backend.js";
export { type Configuration, configure, type Info, info, load } from "./configuration.js";
export { defineActivation, type OwnDefinition } from "./define.js";
export type { Bounds, Parameter } from "./definition.js";
export { dense } from "./dense/dense.js";
export type { Dense, DenseBackward, DenseGradients, DenseLayer, WeightsLayout } from "./dense/types.js";
export { type HillockError, type HillockErrorCode, isHillockError } from "./errors.js";
export * from "./gated/index.js";
export type {
  BackwardPacked,
  BackwardToBoth,
  Gated,
  GatedSpecification,
  Layout,
  LearnableGated,
  Packed,
  Packing,
} from "./gated/types.js";
export type { Learnable, ParameterGradients } from "./learnable/learnable.js";
export type { Sloped, SlopeGradients, SlopeOptions } from "./learnable/slopes.js";
export * from "./losses/index.js";
export * from "./rowwise/index.js";
export type { EmptyRow, LogSumExp, Masking, RowShape, RowSpecification, Softmax, Temperature } from "./rowwise/types.js";
export type { Activation, ActivationFromOutput, OptionsOf, Specification } from "./types.js";
export { activations };
