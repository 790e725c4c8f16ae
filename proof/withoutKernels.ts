/** Functions computed by hillock's JavaScript, whatever the default backend is. */
import type { Activation } from "../src/functions/types.js";
import { onRuntime } from "../src/functions/variants.js";
import { createRuntime } from "../src/runtime/runtime.js";

const runtime = createRuntime({ backend: "js" });

/** The same function of hillock, without a kernel. */
export function withoutKernels<F>(f: F): F {
  return onRuntime(f as Activation, runtime) as F;
}
