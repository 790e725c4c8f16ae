import type { KernelCode, Kernels } from "../runtime/kernelCode.js";
import type { Runtime } from "../runtime/runtime.js";
import { type Computed, internalsOf } from "./internals.js";

/** Makes the same function on another runtime. */
export function onRuntime<F extends Computed>(f: F, runtime: Runtime): F {
  const { kernels, rebuild } = internalsOf("onRuntime", "activation", f);
  return rebuild(kernels as Kernels, () => runtime) as F;
}

/**
 * Makes the same function with a kernel in f32 lanes for Float32Array. The one it had stays for
 * parameters that are beyond these.
 */
export function withFast<F extends Computed>(f: F, fast: KernelCode): F {
  const { kernels, runtime, rebuild } = internalsOf("withFast", "activation", f);
  return rebuild({ ...(kernels as Kernels), float32: fast, float32BeyondFast: kernels.float32 as KernelCode }, runtime) as F;
}
