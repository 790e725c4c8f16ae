/** The methods that an activation may leave out: to tsc they are there, and the loops ask `isDefined`, which asc answers. */
import "./activations/activation";

declare module "./activations/activation" {
  interface Activation<T extends number> {
    derivativeFromOutput(y: v128): v128;
    pairValue(x: v128): v128;
    pairDerivative(x: v128): v128;
    backward(dy: v128, x: v128): v128;
    backwardFromOutput(dy: v128, y: v128): v128;
  }
}
