/**
 * Functions that stand for all in the suites of the wrapper: of arguments, residence, aliases,
 * forms of a call. To the wrapper a function is what it can do and what its parameters may be, so
 * one of each kind is chosen of the registry, and a new function is covered by the kinds that it
 * has. What a kernel computes is for the suites that go over all of them.
 */
import { type AnyActivation, all, allFast, methods, type Operation, operations, operationsOf, type Parameter } from "./activations.js";
import { type AnyGated, allGated, fastGated, type GatedOperation, gatedOperationsOf } from "./gated.js";

/** A function of the registry, as far as kinds go. */
interface Registered {
  readonly spec: { readonly parameters?: Readonly<Record<string, object>> };
}

/** The rules that a parameter has, and whether it may be an array. */
const rulesOf = ({ default: _, examples, gradient, ...rules }: Parameter): string => Object.keys(rules).sort().join();

/** The kinds of a function: the methods that it has, how many parameters, and the rules of each. */
function kindsOf(f: Registered): readonly string[] {
  const parameters = Object.values(f.spec.parameters ?? {}) as Parameter[];
  return [Object.keys(f).sort().join(), `${parameters.length} parameters`, ...parameters.map(rulesOf)];
}

/**
 * Selects functions until there is one for every kind that any of `functions` has, those of most
 * kinds first.
 */
function oneOfEachKind<F extends Registered>(functions: readonly F[]): readonly F[] {
  const seen = new Set<string>();
  return [...functions]
    .sort((a, b) => kindsOf(b).length - kindsOf(a).length)
    .filter((f) => {
      const kinds = kindsOf(f);
      const brings = kinds.some((kind) => !seen.has(kind));
      for (const kind of kinds) seen.add(kind);
      return brings;
    });
}

export const representatives: readonly AnyActivation[] = oneOfEachKind(all);
export const representativeOperations: readonly Operation[] = representatives.flatMap(operationsOf);

/** The representatives of hillock/fast. */
export const fastRepresentatives: readonly AnyActivation[] = oneOfEachKind(allFast);
export const fastRepresentativeOperations: readonly Operation[] = fastRepresentatives.flatMap(operationsOf);

export const gatedRepresentatives: readonly AnyGated[] = oneOfEachKind(allGated);
export const gatedRepresentativeOperations: readonly GatedOperation[] = gatedRepresentatives.flatMap(gatedOperationsOf);

/** Gates of hillock/fast. */
export const fastGatedRepresentativeOperations: readonly GatedOperation[] = oneOfEachKind(fastGated).flatMap(gatedOperationsOf);

/**
 * An operation per method, for what is the same code in all activations: on the one with most
 * parameters, which has it.
 */
export const oneOfEach: readonly Operation[] = methods.map(([method]) => {
  const having = operations.filter((operation) => operation.method === method);
  const count = ({ activation }: Operation) => Object.keys(activation.spec.parameters).length;
  return having.reduce((best, operation) => (count(operation) > count(best) ? operation : best));
});
