/** The files of certificates, as the build writes and the page reads them. */

/** The blocks of 2^24 floats. */
export const BLOCKS = 256;

/** The methods that can be replayed; the last two are the halves of `valueAndDerivative`. */
export type Replayed = "value" | "derivative" | "pairValue" | "pairDerivative";

/** The files, by what is in them. */
export const FILES = { activations: "certificates.bin", pairs: "certificates-of-pairs.bin", math: "certificates-of-math.bin" } as const;
export type Kind = keyof typeof FILES;

/** The certificates in each file, one after the other, as names with methods. */
export function layoutOf(activations: readonly string[], math: readonly string[]): Readonly<Record<Kind, readonly string[]>> {
  const of = (names: readonly string[], ...methods: readonly Replayed[]) =>
    names.flatMap((name) => methods.map((method) => `${name} ${method}`));
  return {
    activations: of(activations, "value", "derivative"),
    pairs: of(activations, "pairValue", "pairDerivative"),
    math: of(math, "value"),
  };
}
