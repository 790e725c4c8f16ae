import type { ArrayRequirement } from "../call/arguments.js";
import type { ElementType } from "../call/arrays.js";
import { describe, fail } from "../call/errors.js";
import type { ParameterValues } from "../call/parameters.js";
import type { Kernels } from "../runtime/kernelCode.js";
import type { Runtime } from "../runtime/runtime.js";
import type { Definition, Specified } from "./definition.js";

/** Any of hillock's functions. */
export type Computed = (...values: never[]) => unknown;

/**
 * The part of a definition that computes: one of hillock's own, or a user's, which has no kernels
 * and promises no bounds.
 */
export type Source = Specified &
  Omit<Definition, "specification" | "kernels" | "bounds" | "secondDerivative"> &
  Partial<Pick<Definition, "kernels" | "bounds" | "secondDerivative">>;

/** The source of a definition, with or without kernels: its specification and its functions. */
export function sourceOf({ specification, ...definition }: Omit<Definition, "kernels">): Source {
  return { ...specification, ...definition };
}

/** Makes the same function of other kernels, on another runtime. */
export type Rebuild = (kernels: Kernels, runtime: () => Runtime) => Computed;

/**
 * Requirements on the arrays of its own that an activation reads for an argument of `length`
 * elements, which messages call `name`.
 */
export type ExtraInputs = (where: string, type: ElementType, name: string, length: number) => readonly ArrayRequirement[];

/**
 * The key of a function's internals: a symbol of the registry, so that other copies of hillock can
 * be told from strangers.
 */
export const INTERNALS = Symbol.for("hillock.internals");

/**
 * The parts of a public function, for whoever makes it anew, loads its kernels, or lets it follow
 * another.
 */
export class Internals {
  /**
   * `source` and `parameters` are those of an activation; `extraInputs` of one that reads more than
   * its argument, as prelu its slopes.
   */
  constructor(
    readonly kernels: Partial<Kernels>,
    readonly runtime: () => Runtime,
    readonly rebuild: Rebuild,
    readonly source?: Source,
    readonly parameters?: ParameterValues,
    readonly extraInputs?: ExtraInputs,
  ) {}
}

/** Internals of an activation. */
export type ActivationInternals = Internals & { readonly source: Source; readonly parameters: ParameterValues };

/** The internals of `value`, which must be a function of this copy of hillock. */
export function internalsOf(where: string, name: string, value: unknown): Internals {
  const found = typeof value === "function" ? (value as { [INTERNALS]?: unknown })[INTERNALS] : undefined;
  if (found instanceof Internals) return found;
  return fail(
    "HILLOCK_TYPE",
    where,
    (found as Partial<Internals> | undefined)?.source
      ? `${name} is an activation of another copy of hillock`
      : `${name} is ${describe(value)}, expected an activation such as gelu`,
  );
}

/** The internals of `value`, which must be an activation of this copy of hillock. */
export function activationInternalsOf(where: string, name: string, value: unknown): ActivationInternals {
  const found = internalsOf(where, name, value);
  if (found.source) return found as ActivationInternals;
  return fail("HILLOCK_TYPE", where, `${name} is ${describe(value)}, expected an activation such as gelu`);
}

/** The parts of a gated function. */
export class GateInternals extends Internals {}

/** The internals of `value`, which must be an activation or a gate of this copy of hillock. */
export function layerInternalsOf(where: string, name: string, value: unknown): Internals {
  const found = internalsOf(where, name, value);
  return found instanceof GateInternals ? found : activationInternalsOf(where, name, value);
}
