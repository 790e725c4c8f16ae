import type { TargetExports } from "./targets.js";

/** The exports of a softmaxCrossEntropy module: assembly/losses/softmaxCrossEntropy.ts. */
export interface RowExports extends TargetExports {
  labels(x: number, aims: number, loss: number, gradient: number, rows: number, classes: number, s: number, c: number): void;
  shares(
    x: number,
    targets: number,
    weights: number,
    loss: number,
    gradient: number,
    rows: number,
    n: number,
    part: number,
    s: number,
    c: number,
  ): void;
  largest(x: number, n: number, s: number, c: number): void;
  powers(x: number, gradient: number, n: number, s: number, c: number): void;
  slopes(x: number, gradient: number, n: number, s: number, c: number): void;
}

/** The parts of a row. */
export const FIRST = 1;
export const LAST = 2;
export const AGAIN = 4;

/** Classes that a kernel takes at once. */
export const BLOCK = 2048;

/** Staging slots. The gradient takes the place of x, which is not at address 0: to the kernels that is no gradient. */
export const TARGETS = 0;
export const X = 1;
export const WEIGHTS = 2;
export const LOSS = 3;
