import { describe, fail } from "../call/errors.js";
import { readOptions } from "../call/options.js";
import type { ParameterSet, Parameters, ParameterValues } from "../call/parameters.js";
import type { Kernels } from "../runtime/kernelCode.js";
import type { Runtime } from "../runtime/runtime.js";

/** A derivative that `backward` can take in the place of its own. */
export interface Surrogate<Name extends string = string> {
  readonly derivative: (x: number, parameters: Parameters<Name>) => number;
  /** Kernels whose `backward` has it. Absent: it runs in JavaScript. */
  readonly kernels?: Kernels;
  /** The same parameters, as those kernels take them. */
  readonly parameters?: ParameterSet<Name>;
}

type Backward = (dy: never, x: never, options?: never) => unknown;
type Build<Source> = (source: Source, bound: ParameterValues, runtime: () => Runtime) => { readonly backward: Backward };

/**
 * The derivatives that `backward` can take in the place of its own, by their names in the option
 * `surrogate`: each is that of an activation with them, made when it is asked for. Definitions have
 * it from here, so that no other activation has to load it.
 */
export function surrogates<Name extends string>(forms: { readonly [surrogate: string]: Surrogate<Name> }) {
  return <Source extends { readonly name: string; readonly parameters?: ParameterSet }>(
    source: Source,
    bound: ParameterValues,
    runtime: () => Runtime,
    own: Backward,
    build: Build<Source>,
  ): Backward => {
    const where = `${source.name}.backward`;
    const parameters = source.parameters?.names ?? [];
    const names = ["none", ...Object.keys(forms)];
    const made: { [surrogate: string]: Backward } = { none: own };
    const expected = names
      .map((name) => describe(name))
      .join(", ")
      .replace(/, (?=[^,]*$)/, " or ");
    const make = (form: Surrogate<Name>): Backward => {
      const set = form.parameters;
      const values = set?.read(where, bound.byName, set.defaults) ?? bound;
      return build({ ...source, kernels: undefined, ...form, surrogates: undefined }, values, runtime).backward;
    };
    return (dy, x, options) => {
      if (typeof options !== "object") return own(dy, x, options);
      const { surrogate = "none", ...others } = readOptions(where, options, [...parameters, "out", "surrogate"], "options", parameters[0]);
      if (typeof surrogate !== "string" || !names.includes(surrogate))
        return fail("HILLOCK_OPTION", where, `surrogate is ${describe(surrogate)}, expected ${expected}`);
      made[surrogate] ??= make(forms[surrogate] as Surrogate<Name>);
      return made[surrogate](dy, x, others as never);
    };
  };
}
