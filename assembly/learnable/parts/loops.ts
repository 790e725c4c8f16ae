/**
 * Sums of the gradient of a parameter over arrays, of an activation and of its gated form. A
 * parameter is a type: loops know nothing else.
 */
import { Activation } from "../../activation";
import { instance } from "../../lanes";
import { sum, Term } from "./sum";

/** A place in the order in which a definition has its gradients. */
abstract class Parameter {
  abstract get place(): i32;
}

export class Parameter0 extends Parameter {
  get place(): i32 {
    return 0;
  }
}

export class Parameter1 extends Parameter {
  get place(): i32 {
    return 1;
  }
}

export class Parameter2 extends Parameter {
  get place(): i32 {
    return 2;
  }
}

/** The term of one element: its gradient dy times the derivative with respect to the parameter. */
class Gradient<K extends Activation<number>, P extends Parameter> extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(instance<P>().place, dy, x);
  }
}

/** The term of one gate, whose activation is multiplied by a value. */
class GatedGradient<K extends Activation<number>, P extends Parameter> extends Term {
  at(dy: v128, value: v128, gate: v128): v128 {
    return instance<K>().parameterGradient(instance<P>().place, f64x2.mul(dy, value), gate);
  }
}

export function gradient<K extends Activation<number>, P extends Parameter, T extends number>(
  dy: usize,
  x: usize,
  n: usize,
  c: usize,
): f64 {
  return sum<Gradient<K, P>, T>(dy, x, x, n);
}

export function gatedGradient<K extends Activation<number>, P extends Parameter, T extends number>(
  dy: usize,
  value: usize,
  gate: usize,
  n: usize,
  c: usize,
): f64 {
  return sum<GatedGradient<K, P>, T>(dy, value, gate, n);
}
