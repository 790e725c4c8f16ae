import { attached } from "../arguments.js";
import { bufferOf, type FloatArray, lengthOf, tagOf } from "../arrays.js";
import { describe, fail } from "../errors.js";
import type { Wanted } from "../placement.js";
import { Sum } from "./sum.js";

export type Labels = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

const LABELS = ["Uint8Array", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array", "Int32Array"];

/**
 * What rows of logits aim at, checked. The share of class j in the loss of row i is
 *
 *     a = w[j] ((1 - smoothing) t[i, j] + smoothing / classes)
 *
 * where t is a distribution, or 1 at the label and 0 elsewhere.
 */
export interface Aim {
  /** Writes the shares of the classes in row i. */
  fill(shares: Float64Array, i: number): void;
  /** By what the sum of losses is divided to be the mean: the weights of the labels, or the rows. */
  readonly divisor: number;
}

/** Whether `targets` are labels; anything else should be distributions, in an array of x's type. */
export function areLabels(where: string, targets: unknown, type: string): targets is Labels {
  const tag = tagOf(targets);
  if (tag === type) return false;
  if (tag !== undefined && LABELS.includes(tag)) return true;
  return fail(
    TypeError,
    "HILLOCK_TYPE",
    where,
    `targets is ${describe(targets)}, expected labels (${LABELS.join(", ")}), or distributions in a ${type} like x`,
  );
}

/** Checks that there is a label for every row, and that each is a class. */
export function checkLabels(where: string, labels: Labels, leading: readonly number[], rows: number, classes: number): void {
  const length = lengthOf(labels as never);
  attached(where, "targets", labels as never, bufferOf(labels as never), length);
  const product = leading.length > 1 ? `${leading.join(" * ")} = ` : "";
  if (length !== rows) fail(RangeError, "HILLOCK_LENGTH", where, `targets has length ${length}, expected rows = ${product}${rows}`);
  for (let i = 0; i < rows; i++)
    if (labels[i] < 0 || labels[i] >= classes)
      fail(
        RangeError,
        "HILLOCK_PARAMETER",
        where,
        `targets[${i}] is ${labels[i]}, expected ${classes > 0 ? `a label from 0 to ${classes - 1}` : "no labels: there are no classes"}`,
      );
}

/** Checks that all numbers of an array are in [0, 1]. */
export function checkProbabilities(where: string, targets: FloatArray, classes?: number): void {
  for (let i = 0; i < targets.length; i++)
    if (!(targets[i] >= 0 && targets[i] <= 1))
      fail(
        RangeError,
        "HILLOCK_PARAMETER",
        where,
        `targets[${i}] is ${describe(targets[i])}${classes ? ` (row ${Math.floor(i / classes)}, class ${i % classes})` : ""}, expected a probability from 0 to 1`,
      );
}

/** Checks that all weights are finite and none is negative. */
export function checkWeights(where: string, weights: FloatArray): void {
  for (let j = 0; j < weights.length; j++)
    if (!(weights[j] >= 0 && weights[j] < Infinity))
      fail(RangeError, "HILLOCK_PARAMETER", where, `classWeights[${j}] is ${describe(weights[j])}, expected a finite number, 0 or more`);
}

export function aimAtLabels(labels: Labels, classes: number, weights: FloatArray | undefined, smoothing: number): Aim {
  const divisor = new Sum();
  if (weights) for (const label of labels) divisor.add(weights[label]);
  return {
    divisor: weights ? divisor.value : labels.length,
    fill(shares, i) {
      const label = labels[i];
      for (let j = 0; j < classes; j++) shares[j] = (smoothing / classes) * (weights ? weights[j] : 1);
      shares[label] = (1 - smoothing + smoothing / classes) * (weights ? weights[label] : 1);
    },
  };
}

export function aimAtDistributions(
  distributions: FloatArray,
  rows: number,
  classes: number,
  weights: FloatArray | undefined,
  smoothing: number,
): Aim {
  return {
    divisor: rows,
    fill(shares, i) {
      for (let j = 0; j < classes; j++)
        shares[j] = ((1 - smoothing) * distributions[i * classes + j] + smoothing / classes) * (weights ? weights[j] : 1);
    },
  };
}

/** Refuses outputs that share bytes with the labels: they would be overwritten before they are read. */
export function checkApart(where: string, labels: Labels, wanted: readonly Wanted[]): void {
  const from = labels.byteOffset;
  const to = from + labels.byteLength;
  for (const { name, array, output } of wanted) {
    if (!output || array === undefined) continue;
    const { buffer, byteOffset, byteLength } = array as FloatArray;
    if (buffer === labels.buffer && byteOffset < to && from < byteOffset + byteLength)
      fail(RangeError, "HILLOCK_OVERLAP", where, `${name} overlaps targets; it needs memory of its own`);
  }
}

export function readSmoothing(where: string, smoothing: unknown): number {
  if (smoothing === undefined) return 0;
  if (typeof smoothing !== "number")
    fail(TypeError, "HILLOCK_PARAMETER", where, `smoothing is ${describe(smoothing)}, expected a number from 0 to 1`);
  if (!(smoothing >= 0 && smoothing <= 1))
    fail(RangeError, "HILLOCK_PARAMETER", where, `smoothing is ${describe(smoothing)}, expected a number from 0 to 1`);
  return smoothing;
}

export function readPositiveWeight(where: string, weight: unknown): number {
  if (weight === undefined) return 1;
  if (typeof weight !== "number")
    fail(TypeError, "HILLOCK_PARAMETER", where, `positiveWeight is ${describe(weight)}, expected a number, 0 or more`);
  if (!(weight >= 0 && weight < Infinity))
    fail(RangeError, "HILLOCK_PARAMETER", where, `positiveWeight is ${describe(weight)}, expected a finite number, 0 or more`);
  return weight;
}
