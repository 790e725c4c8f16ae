import type { Bytes, ElementType } from "../call/arrays.js";

/**
 * The bytes and constants of a kernel module, as text that backend.ts reads (generated into
 * src/kernels/ by scripts/build/kernels.mjs).
 */
export interface KernelCode {
  /** `gelu`, `gelu.float64`, `gelu.fast`. */
  readonly name: string;
  /** The module, the build with relaxed SIMD if there are two. */
  readonly wasm: string;
  /** Makes the build without relaxed SIMD of the bytes of `wasm`; absent where that has none. */
  readonly simd?: (wasm: Bytes) => Bytes;
  /** The constants, 8 bytes each; in memory each fills 16. */
  readonly table: string;
  /** Bytes of the workspace that it uses. */
  readonly workspaceBytes?: number;
}

/** The kernels of a function, by the element type of its arrays. */
export interface Kernels {
  readonly float32: KernelCode;
  readonly float64: KernelCode;
  /**
   * The kernel that hillock/fast has for Float32Arrays where parameters are beyond the f32 lanes of
   * `float32`.
   */
  readonly float32BeyondFast?: KernelCode;
  /** The kernels of the gradients of parameters, for Float32Arrays and Float64Arrays. */
  readonly gradients32?: KernelCode;
  readonly gradients64?: KernelCode;
  /** The kernels that draw random numbers, for Float32Arrays and Float64Arrays. */
  readonly random32?: KernelCode;
  readonly random64?: KernelCode;
  /** The kernels that mark the largest entries of rows, for Float32Arrays and Float64Arrays. */
  readonly marks32?: KernelCode;
  readonly marks64?: KernelCode;
}

/**
 * The kernel for arrays of one type, with parameters of which it is known whether they are beyond
 * f32 lanes.
 */
export function kernelFor(kernels: Kernels, type: ElementType, beyondFast = false): KernelCode {
  if (type === "Float64Array") return kernels.float64;
  return (beyondFast && kernels.float32BeyondFast) || kernels.float32;
}
