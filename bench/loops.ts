export type Floats = Float32Array | Float64Array;

export type Type = "float32" | "float64";

export const arrayTypes = { float32: Float32Array, float64: Float64Array } as const;

/** What is timed of an activation, with the arrays each call reads and writes. */
export const methods = ["value", "derivative", "secondDerivative", "valueAndDerivative", "backward"] as const;

export type Method = (typeof methods)[number];

/** Plain JavaScript loops over whole arrays, one for each method. */
export interface Loops {
  value(x: Floats, y: Floats): void;
  derivative?(x: Floats, y: Floats): void;
  secondDerivative?(x: Floats, y: Floats): void;
  valueAndDerivative?(x: Floats, y: Floats, d: Floats): void;
  backward?(dy: Floats, x: Floats, dx: Floats): void;
}

/** A module of `naive/`: the loops as people write them. */
export interface Naive extends Loops {
  /** Which of several usual forms this is. */
  readonly form?: string;
  /** Other forms that are in use, value only. */
  readonly alternatives?: { readonly [form: string]: Loops["value"] };
}

/** How many arrays a call reads and writes. */
export function arraysTouched(method: Method): number {
  return method === "valueAndDerivative" || method === "backward" ? 3 : 2;
}
