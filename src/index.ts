export * from "./activations/index.js";
export * as activations from "./activations/index.js";
export { alloc, free, reserve, type Scope, scope } from "./allocation.js";
export type { Backend } from "./backend.js";
export { type Configuration, configure, type Info, info, load } from "./configuration.js";
export { defineActivation, type OwnDefinition } from "./define.js";
export type { Bounds, Parameter } from "./definition.js";
export { type HillockError, type HillockErrorCode, isHillockError } from "./errors.js";
export type { Activation, ActivationFromOutput, OptionsOf, Specification } from "./types.js";
