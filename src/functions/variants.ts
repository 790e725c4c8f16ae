import type { KernelCode, Kernels } from "../runtime/kernelCode.js";
import { Behind, behind, build } from "./activation.js";

export type { Kernels };

import type { Runtime } from "../runtime/runtime.js";
import type { Activation } from "./types.js";

/** The same function on another runtime, or with another kernel. */

/** Any of hillock's functions that has kernels. */
export type Computed = (...values: never[]) => unknown;

/** On a function that is no activation: what {@link Parts} it is made of. */
export const PARTS = Symbol.for("hillock.parts");

/** What a function that is no activation is made of, and how to make it of others. */
export class Parts {
  constructor(
    readonly kernels: Kernels,
    readonly runtime: () => Runtime,
    readonly rebuild: (kernels: Kernels, runtime: () => Runtime) => Computed,
  ) {}
}

function partsOf(value: unknown): Parts | undefined {
  const parts = typeof value === "function" ? (value as { [PARTS]?: unknown })[PARTS] : undefined;
  return parts instanceof Parts ? parts : undefined;
}

/** The kernels of a function and where they run. Fails for anything that is none of hillock's. */
export function kernelsOf(where: string, name: string, value: unknown): { readonly kernels: Partial<Kernels>; readonly runtime: Runtime } {
  const parts = partsOf(value) ?? behindOf(where, name, value);
  return { kernels: parts.kernels, runtime: parts.runtime() };
}

function behindOf(where: string, name: string, value: unknown) {
  const { source, runtime } = behind(where, name, value);
  return { kernels: source.kernels ?? {}, runtime };
}

/** The same function on another runtime. */
export function onRuntime<F extends Computed>(f: F, runtime: Runtime): F {
  const parts = partsOf(f);
  if (parts) return parts.rebuild(parts.kernels, () => runtime) as F;
  const { source, bound } = behind("onRuntime", "activation", f);
  return build(new Behind(source, bound, () => runtime)) as Computed as F;
}

/** The same function with a kernel in f32 lanes for Float32Array. The one it had stays for parameters that are beyond these. */
export function withFast<F extends Computed>(f: F, fast: KernelCode): F {
  const instead = (kernels: Kernels): Kernels => ({ ...kernels, float32: fast, float32BeyondFast: kernels.float32 });
  const parts = partsOf(f);
  if (parts) return parts.rebuild(instead(parts.kernels), parts.runtime) as F;
  const { source, bound, runtime } = behind("withFast", "activation", f);
  return build(new Behind({ ...source, kernels: instead(source.kernels as Kernels) }, bound, runtime)) as Activation as Computed as F;
}
