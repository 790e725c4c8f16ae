/**
 * `hillock/math`: elementary functions of numbers and arrays, with the same bits in every engine.
 */
export type { Combination, Variadic } from "./functions/combination.js";
export type { Differentiable, Elementary, ElementarySpecification } from "./functions/elementary.js";
export * from "./math/index.js";
