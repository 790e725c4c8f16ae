/**
 * `hillock/fast`: the same functions, those with a fast form in f32x4 for Float32Array. Everything
 * else comes through unchanged.
 */
export * from "./kernels/fast.js";
