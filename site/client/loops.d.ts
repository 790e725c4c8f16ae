/** The modules of usual loops that the build writes, site/build/loops.ts. */
declare module "virtual:loops" {
  /** The loop of an activation: numbers, results, and parameters by name. */
  export const activations: Readonly<
    Record<string, (x: Float32Array, y: Float32Array, parameters: Readonly<Record<string, number>>) => void>
  >;
  /** The kinds of all other functions. */
  export const kinds: readonly string[];
}

declare module "virtual:others" {
  /** All functions but activations by kind, each with its loop. */
  export const kinds: Readonly<Record<string, Readonly<Record<string, import("../../bench/contestants.js").Timed>>>>;
}
