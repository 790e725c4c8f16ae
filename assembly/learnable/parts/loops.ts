/** Sums of the gradients of parameters over arrays, of an activation and of its gated form. */
import { Activation } from "../../activation";
import { instance } from "../../lanes";
import { SumTerms, writeSums } from "./sum";

/** The terms of one element: its gradient dy times the derivatives by the parameters. */
class ParameterGradients<K extends Activation<number>> extends SumTerms {
  get count(): i32 {
    return instance<K>().learnt;
  }

  at(i: i32, dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(i, dy, x);
  }
}

/** The terms of one gate, whose activation is multiplied by a value. */
class GatedGradients<K extends Activation<number>> extends SumTerms {
  get count(): i32 {
    return instance<K>().learnt;
  }

  at(i: i32, dy: v128, value: v128, gate: v128): v128 {
    return instance<K>().parameterGradient(i, f64x2.mul(dy, value), gate);
  }
}

export function gradients<K extends Activation<number>, T extends number>(dy: usize, x: usize, n: usize, sums: usize, c: usize): void {
  writeSums<ParameterGradients<K>, T>(dy, x, x, n, sums, c);
}

export function gatedGradients<K extends Activation<number>, T extends number>(
  dy: usize,
  value: usize,
  gate: usize,
  n: usize,
  sums: usize,
  c: usize,
): void {
  writeSums<GatedGradients<K>, T>(dy, value, gate, n, sums, c);
}
