import { buildActivation, sourceOf } from "../activation.js";
import type { Definition } from "../definition.js";
import type { ActivationInternals } from "../internals.js";
import type { Activation, OptionsNamed } from "../types.js";

/** What is learnt of an activation's parameters: their gradients, by name, from what it was given and what came back. */
export interface ParameterGradients<P, G> {
  <X extends Float32Array | Float64Array>(dy: X, x: X, options?: P): G;
  (dy: number, x: number, options?: P): G;
}

/** An activation with the gradients of its parameters. */
export interface Learnable<P, G> extends Activation<P> {
  /** The gradients of the parameters: sums over all elements. */
  readonly parameterGradients: ParameterGradients<P, G>;
}

/** A definition, and what makes the method that it has besides. */
type LearnableDefinition<P, G> = Definition<keyof P & string> & {
  readonly parameterGradients: (self: ActivationInternals) => ParameterGradients<P, G>;
};

/** The activation of a definition whose parameters can be learnt. */
export function createLearnable<P extends OptionsNamed<keyof P & string>, G>({
  parameterGradients,
  ...definition
}: LearnableDefinition<P, G>): Learnable<P, G> {
  return buildActivation(sourceOf(definition as unknown as Definition), (self) => ({
    parameterGradients: parameterGradients(self),
  })) as never;
}
