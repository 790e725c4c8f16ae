/** Loops over the scalar functions of a definition: plain JavaScript by somebody careful. Imported once per activation and type. */
import type { Floats, Loops } from "./loops.js";

type Scalar = (x: number, parameters: object) => number;

export interface Scalars {
  readonly value: Scalar;
  readonly derivative: Scalar;
  readonly secondDerivative: Scalar;
  readonly parameters: object;
}

export function create({ value, derivative, secondDerivative, parameters }: Scalars): Required<Loops> {
  return {
    value(x: Floats, y: Floats) {
      for (let i = 0; i < x.length; i++) y[i] = value(x[i], parameters);
    },
    derivative(x: Floats, y: Floats) {
      for (let i = 0; i < x.length; i++) y[i] = derivative(x[i], parameters);
    },
    secondDerivative(x: Floats, y: Floats) {
      for (let i = 0; i < x.length; i++) y[i] = secondDerivative(x[i], parameters);
    },
    valueAndDerivative(x: Floats, y: Floats, d: Floats) {
      for (let i = 0; i < x.length; i++) {
        y[i] = value(x[i], parameters);
        d[i] = derivative(x[i], parameters);
      }
    },
    backward(dy: Floats, x: Floats, dx: Floats) {
      for (let i = 0; i < x.length; i++) dx[i] = dy[i] * derivative(x[i], parameters);
    },
  };
}
