/** The module of usual loops that the build writes, site/build/loops.ts. */
declare module "virtual:loops" {
  /** The loop of an activation: numbers, results, and parameters by name. */
  export const activations: Readonly<
    Record<string, (x: Float32Array, y: Float32Array, parameters: Readonly<Record<string, number>>) => void>
  >;
  /** The loop of a function of rows: numbers, results, the number of rows and their length. */
  export const rows: Readonly<Record<string, (x: Float32Array, y: Float32Array, rows: number, n: number) => void>>;
}
