/**
 * Sums of the gradient of a parameter over arrays, of an activation and of its gated form. A
 * parameter is a type, `P`: its place in the order in which a definition has its parameters.
 */
import { Activation } from "../../activation";
import { Count } from "../../count";
import { instance } from "../../lanes";
import { sum, Term } from "./sum";

export { One, Two, Zero } from "../../count";

/** The term of one element: its gradient dy times the derivative with respect to the parameter. */
class ParameterGradient<K extends Activation<number>, P extends Count> extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(instance<P>().value, dy, x);
  }
}

/** The term of one gate, whose activation is multiplied by a value. */
class GatedGradient<K extends Activation<number>, P extends Count> extends Term {
  at(dy: v128, value: v128, gate: v128): v128 {
    return instance<K>().parameterGradient(instance<P>().value, f64x2.mul(dy, value), gate);
  }
}

export function gradient<K extends Activation<number>, P extends Count, T extends number>(dy: usize, x: usize, n: usize, c: usize): f64 {
  return sum<ParameterGradient<K, P>, T>(dy, x, x, n);
}

export function gatedGradient<K extends Activation<number>, P extends Count, T extends number>(
  dy: usize,
  value: usize,
  gate: usize,
  n: usize,
  c: usize,
): f64 {
  return sum<GatedGradient<K, P>, T>(dy, value, gate, n);
}
