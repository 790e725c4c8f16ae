/** The methods of functions of single elements. */

/** The methods of activations; `pairValue` and `pairDerivative` halve `valueAndDerivative`. */
export const methods = [
  "value",
  "derivative",
  "secondDerivative",
  "pairValue",
  "pairDerivative",
  "backward",
  "backwardFromOutput",
] as const;
export type ActivationMethod = (typeof methods)[number];

/** Whether the method takes dy besides. */
export function isGradient(method: ActivationMethod): method is "backward" | "backwardFromOutput" {
  return method === "backward" || method === "backwardFromOutput";
}

/** Whether a function takes two numbers, and options. */
export const takesTwo = ({ length }: { readonly length: number }): boolean => length === 3;
