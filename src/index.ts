import * as activations from "./activations/index.js";

export type { DynamicTanh, DynamicTanhGradients, DynamicTanhOptions } from "./activations/dynamicTanh.js";
export * from "./activations/index.js";
export type { Sloped, SlopeGradients, SlopeOptions } from "./activations/prelu.js";
export type { RreluOptions } from "./activations/rrelu.js";
export { type HillockError, type HillockErrorCode, isHillockError } from "./call/errors.js";
export type { Parameter } from "./call/parameters.js";
export { dense } from "./dense/dense.js";
export * from "./features/index.js";
export { defineActivation, type OwnDefinition } from "./functions/defineActivation.js";
export type { ErrorBounds as Bounds } from "./functions/definition.js";
export type { FeatureShape, FeatureSpecification, Features } from "./functions/features/types.js";
export type {
  BackwardPacked,
  BackwardToBoth,
  Gated,
  GatedSpecification,
  Layout,
  LearnableGated,
  Packed,
  Packing,
} from "./functions/gated/types.js";
export type { Dense, DenseBackward, DenseGradients, DenseLayer, WeightsLayout } from "./functions/layer/types.js";
export type {
  Channels,
  EmptyRow,
  GumbelSoftmax,
  GumbelSoftmaxOfSeed,
  LogSumExp,
  Masking,
  RowShape,
  RowSpecification,
  Sampling,
  Softmax,
  Softmax2d,
  Softmax2dOfShape,
  Temperature,
} from "./functions/rows/types.js";
export type { Activation, ActivationFromOutput, Learnable, OptionsOf, ParameterGradients, Specification } from "./functions/types.js";
export * from "./gated/index.js";
export * from "./losses/index.js";
export * from "./rowwise/index.js";
export { alloc, free, reserve, type Scope, scope } from "./runtime/allocation.js";
export type { Backend } from "./runtime/backend.js";
export { type Configuration, configure, type Info, info, load } from "./runtime/configuration.js";
export { activations };
