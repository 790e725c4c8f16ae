import { attached } from "../arguments.js";
import { bufferOf, type ElementType, type FloatArray, lengthOf, tagOf } from "../arrays.js";
import { describe, fail } from "../errors.js";
import type { Engine } from "../losses.js";
import type { Placed, Wanted } from "../placement.js";
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
  readonly labels?: Labels | undefined;
  readonly distributions?: Placed | undefined;
  readonly weights: FloatArray | undefined;
  readonly smoothing: number;
}

/** By what the sum of losses is divided: the weights of the labels, or the number of rows. */
export function divisorOf({ labels, weights }: Aim, rows: number): number {
  if (!labels || !weights) return rows;
  const sum = new Sum();
  for (let i = 0; i < rows; i++) sum.add(weights[labels[i]]);
  return sum.value;
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
export function checkLabels(where: string, labels: Labels, shape: readonly number[], rows: number, classes: number): void {
  const length = lengthOf(labels as never);
  attached(where, "targets", labels as never, bufferOf(labels as never), length);
  if (length !== rows) {
    const product = shape.length > 2 ? `${shape.slice(0, -1).join(" * ")} = ` : "";
    fail(RangeError, "HILLOCK_LENGTH", where, `targets has length ${length}, expected rows = ${product}${rows}`);
  }
  for (let i = 0; i < rows; i++)
    if (labels[i] < 0 || labels[i] >= classes)
      fail(
        RangeError,
        "HILLOCK_PARAMETER",
        where,
        `targets[${i}] is ${labels[i]}, expected ${classes > 0 ? `a label from 0 to ${classes - 1}` : "no label: there are no classes"}`,
      );
}

/** Refuses outputs that share bytes with the labels, which are read to the end. */
export function checkApart(where: string, labels: Labels, outputs: readonly Wanted[]): void {
  const from = labels.byteOffset;
  const to = from + labels.byteLength;
  for (const { name, array } of outputs) {
    const { buffer, byteOffset, byteLength } = array as FloatArray;
    if (buffer === labels.buffer && byteOffset < to && from < byteOffset + byteLength)
      fail(RangeError, "HILLOCK_OVERLAP", where, `${name} overlaps targets; it needs memory of its own`);
  }
}

/** The export of both losses' modules that looks at targets. */
export interface TargetExports {
  areProbabilities(t: number, n: number, c: number): number;
}

/** Checks that all targets are in [0, 1]: a kernel looks at them, if there is one, a tile at a time where they must be staged. */
export function checkProbabilities(
  where: string,
  engine: Engine<TargetExports> | undefined,
  type: ElementType,
  targets: Placed,
  length: number,
  classes?: number,
): void {
  const step = engine && targets.at < 0 ? engine.memory.tile(type) : length;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    if (!engine || !lookAt(engine, type, targets, from, n)) findOutside(where, targets.array, from, n, classes);
  }
}

function lookAt({ kernel, memory }: Engine<TargetExports>, type: ElementType, { array, at }: Placed, from: number, n: number): boolean {
  if (at < 0) memory.copyIn(0, array, type, from, n);
  return kernel.exports.areProbabilities(at < 0 ? memory.slot(0) : at, n, kernel.context) !== 0;
}

function findOutside(where: string, targets: FloatArray, from: number, n: number, classes?: number): void {
  for (let i = from; i < from + n; i++)
    if (!(targets[i] >= 0 && targets[i] <= 1)) {
      const place = classes ? ` (row ${Math.floor(i / classes)}, class ${i % classes})` : "";
      fail(RangeError, "HILLOCK_PARAMETER", where, `targets[${i}] is ${describe(targets[i])}${place}, expected a probability from 0 to 1`);
    }
}

/** Checks that all weights are finite and none is negative. */
export function checkWeights(where: string, weights: FloatArray, length: number): void {
  for (let j = 0; j < length; j++)
    if (!(weights[j] >= 0 && weights[j] < Infinity))
      fail(RangeError, "HILLOCK_PARAMETER", where, `classWeights[${j}] is ${describe(weights[j])}, expected a finite number, 0 or more`);
}

export function readNumber(where: string, name: string, value: unknown, usual: number, maximum: number): number {
  if (value === undefined) return usual;
  const expected = maximum === Infinity ? "a finite number, 0 or more" : `a number from 0 to ${maximum}`;
  if (typeof value !== "number") fail(TypeError, "HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${expected}`);
  if (!(value >= 0 && value <= maximum && Number.isFinite(value)))
    fail(RangeError, "HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${expected}`);
  return value;
}
