import type { ParameterSet } from "../call/parameters.js";
import { buildActivation } from "./activation.js";
import type { Definition, ErrorBounds, Specified } from "./definition.js";
import { activationInternalsOf, type Source } from "./internals.js";
import type { Activation, ActivationFromOutput, OptionsOf } from "./types.js";

/**
 * The parts of its specification that a preset may give itself; in those of its parent, numbers
 * replace the parameters, and the bounds are what is promised of any.
 */
export type OwnWords = Partial<Pick<Specified, "formula" | "places" | "range" | "limits"> & Pick<Definition, "bounds">>;

/** The activation that a preset of `A` is: there are no parameters left. */
export type PresetOf<A> = A extends ActivationFromOutput<never> ? ActivationFromOutput : Activation;

/**
 * A preset: a public function that is its parent at fixed parameters, under a name of its own. It
 * has neither module nor proof of its own: the parent's record covers those parameters, which are
 * the default or among its examples.
 */
export function createPreset<A extends Activation<never>>(
  name: string,
  parent: A,
  parameters: Required<OptionsOf<A>>,
  own: OwnWords = {},
): PresetOf<A> {
  const { source, runtime } = activationInternalsOf(name, "parent", parent);
  const set = source.parameters as ParameterSet;
  const bound = set.read(name, parameters as never, set.defaults);
  const inNumbers = <T>(words: T): T => JSON.parse(replaceNames(JSON.stringify(words), bound.byName));
  const { formula, range, limits } = inNumbers({ formula: source.formula, range: source.range, limits: source.limits });
  const { derivativeFromOutput: _, ...fromInput } = formula;
  const isTold = set.names.every((key) => bound.byName[key] >= (set.rules[key].minimumFromOutput ?? -Infinity));
  const preset = {
    ...source,
    name,
    parameters: set.fixed(bound),
    formula: isTold ? formula : fromInput,
    range,
    limits,
    bounds: boundsOf(source.bounds, bound === set.defaults),
    derivativeFromOutput: isTold ? source.derivativeFromOutput : undefined,
    parameterGradients: undefined,
    kernels: source.kernels && { ...source.kernels, gradients32: undefined, gradients64: undefined },
    ...own,
  } as unknown as Source;
  return buildActivation(preset, bound, runtime) as PresetOf<A>;
}

/** The bounds at the defaults, or at any other parameters. No parameter is left to be learnt. */
function boundsOf(bounds: Source["bounds"], atDefaults: boolean): Source["bounds"] {
  const raised = Object.entries(bounds ?? {}).map(
    ([type, { otherParameters = 0, parameterGradients: _, ...rest }]: [string, ErrorBounds]) => {
      const { value, derivative, secondDerivative } = rest;
      const least = atDefaults ? 0 : otherParameters;
      const [f, slope, curvature] = [value, derivative, secondDerivative].map((bound) => Math.max(bound, least));
      return [type, { ...rest, value: f, derivative: slope, secondDerivative: curvature }];
    },
  );
  return bounds && Object.fromEntries(raised);
}

/** A text in which the values of parameters stand for their names. */
function replaceNames(text: string, values: Readonly<Record<string, number>>): string {
  return Object.entries(values).reduce(
    (words, [name, value]) => words.replaceAll(new RegExp(`\\b${name}\\b`, "g"), value < 0 ? `(${value})` : `${value}`),
    text,
  );
}
