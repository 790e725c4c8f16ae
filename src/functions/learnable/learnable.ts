import { type Additions, Behind, behindDefaults, build } from "../activation.js";
import type { Definition } from "../definition.js";
import type { Activation, OptionsNamed } from "../types.js";
import { type Kernels, PARTS, Parts } from "../variants.js";

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
  readonly parameterGradients: (self: Behind) => ParameterGradients<P, G>;
};

/** The activation of a definition whose parameters can be learnt. */
export function createLearnable<P extends OptionsNamed<keyof P & string>, G>({
  parameterGradients,
  ...definition
}: LearnableDefinition<P, G>): Learnable<P, G> {
  const additions: Additions = (self) => ({
    methods: { parameterGradients: parameterGradients(self) },
    inner: { [PARTS]: new Parts(self.source.kernels as Kernels, self.runtime, remakeOf(self, additions)) },
  });
  return build(behindDefaults(definition as unknown as Definition), additions) as never;
}

/** Makes the same activation of other kernels, on another runtime. */
function remakeOf({ source, bound }: Behind, additions: Additions): Parts["rebuild"] {
  return (kernels, runtime) => build(new Behind({ ...source, kernels }, bound, runtime), additions) as never;
}
