import { describe, fail } from "../call/errors.js";
import { readOptions } from "../call/options.js";
import type { ParameterSet, Parameters } from "../call/parameters.js";
import type { Kernels } from "../runtime/kernelCode.js";

/** A derivative that `backward` can take in the place of its own. */
export interface Surrogate<Name extends string = string> {
  readonly derivative: (x: number, parameters: Parameters<Name>) => number;
  /** Kernels whose `backward` has it. Absent: it runs in JavaScript. */
  readonly kernels?: Kernels;
  /** The same parameters, as those kernels take them. */
  readonly parameters?: ParameterSet<Name>;
}

type Backward = (dy: never, x: never, options?: never) => unknown;

/**
 * The derivatives that `backward` can take in the place of its own, by their names in the option
 * `surrogate`. Definitions have it from here, so that no other activation has to load it.
 */
export function surrogates<Name extends string>(forms: { readonly [surrogate: string]: Surrogate<Name> }) {
  return (where: string, known: readonly string[], own: Backward, backwardWith: (form: Surrogate<Name>) => Backward): Backward => {
    const names = ["none", ...Object.keys(forms)];
    const made: { [surrogate: string]: Backward } = { none: own };
    const expected = names
      .map((name) => describe(name))
      .join(", ")
      .replace(/, (?=[^,]*$)/, " or ");
    return (dy, x, options) => {
      if (typeof options !== "object") return own(dy, x, options);
      const { surrogate = "none", ...others } = readOptions(where, options, [...known, "surrogate"], "options", known[0]);
      if (typeof surrogate !== "string" || !names.includes(surrogate))
        return fail("HILLOCK_OPTION", where, `surrogate is ${describe(surrogate)}, expected ${expected}`);
      made[surrogate] ??= backwardWith(forms[surrogate] as Surrogate<Name>);
      return made[surrogate](dy, x, others as never);
    };
  };
}
