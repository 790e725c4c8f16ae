import type { Growable } from "./memory.js";

/** What hillock uses of the engine's `WebAssembly`. */
export interface Engine {
  readonly Memory: new (descriptor: { readonly initial: number }) => Growable;
  readonly Module: {
    new (bytes: Uint8Array): object;
    exports(module: unknown): readonly { readonly kind: string }[];
    imports(module: unknown): readonly { readonly module: string; readonly name: string }[];
  };
  readonly Instance: new (module: object, imports: { readonly env: object }) => { readonly exports: object };
  validate(bytes: Uint8Array): unknown;
  readonly compile?: (bytes: Uint8Array) => Promise<object>;
}

/**
 * The engine's `WebAssembly`, if it has what memories and kernels need. A page may have anything else under this name: hosts without
 * it are given stand-ins that can do a part.
 */
export function webAssembly(): Engine | undefined {
  const { WebAssembly: found } = globalThis as { WebAssembly?: Engine };
  if ([found?.Memory, found?.Module, found?.Instance].every((part) => typeof part === "function")) return found;
}
