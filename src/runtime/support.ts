import { type Backend, type BackendState, decode } from "./backend.js";
import { webAssembly } from "./webAssembly.js";

/** One instruction of each kind, `f64x2.relaxed_madd` and `i8x16.splat`. They tell what to expect; a module's own bytes decide. */
const PROBES = {
  relaxed: "0061736d01000000010401600000030201000a140112004100fd0f4100fd0f4100fd0ffd87021a0b",
  simd: "0061736d01000000010401600000030201000a090107004100fd0f1a0b",
};

/** Whether the engine has what a backend needs. */
export function supports(backend: Backend): boolean {
  try {
    return backend === "js" || webAssembly()?.validate(decode(PROBES[backend])) === true;
  } catch {
    return false;
  }
}

/** The backend in force and why. */
export function inForce({ backend, refusal }: BackendState): { readonly backend: Backend; readonly reason: string } {
  if (refusal !== undefined)
    return {
      backend: "js",
      reason: `${refusal.memory ? "memory for WebAssembly" : "compiling WebAssembly"} was refused: ${refusal.error}`,
    };
  if (backend !== "auto") return { backend, reason: "chosen by configure" };
  if (supports("relaxed")) return { backend: "relaxed", reason: "the engine has relaxed SIMD" };
  if (supports("simd")) return { backend: "simd", reason: "the engine has SIMD but no relaxed SIMD" };
  return { backend: "js", reason: webAssembly() ? "the engine has no SIMD" : "the engine has no WebAssembly" };
}
