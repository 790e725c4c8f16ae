import type { CheckedArray } from "../../call/arguments.js";
import type { ElementType, FloatArray } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import type { Shape } from "../../call/shape.js";
import { Sum } from "../../scalar/sum.js";
import type { Engine } from "../loss.js";

/**
 * The targets of rows of logits, checked. The share of class j in the loss of row i is
 *
 *     a = w[j] ((1 - smoothing) t[i, j] + smoothing / classes)
 *
 * where t is a distribution, or 1 at the label and 0 elsewhere.
 */
export interface Targets {
  /** The class of every row, -1 for one that is ignored: it has no shares, whatever it holds. */
  readonly labels?: ArrayLike<number> | undefined;
  readonly distributions?: CheckedArray | undefined;
  readonly weights: FloatArray | undefined;
  readonly smoothing: number;
}

/**
 * The divisor of the sum of losses: the weights of the labels, or the number of rows. Rows that are
 * ignored do not count.
 */
export function divisorOf({ labels, weights }: Targets, rows: number): number {
  if (!labels) return rows;
  const sum = new Sum();
  for (let i = 0; i < rows; i++) if (labels[i] >= 0) sum.add(weights ? weights[labels[i]] : 1);
  return sum.value;
}

/** The export of both losses' modules that looks at targets. */
export interface TargetExports {
  areProbabilities(t: number, n: number, c: number): number;
}

/**
 * Checks that all targets are in [0, 1]: a kernel looks at them, if there is one, a tile at a time
 * where they must be staged.
 */
export function checkProbabilities(
  where: string,
  engine: Engine<TargetExports> | undefined,
  type: ElementType,
  targets: CheckedArray,
  length: number,
  shape?: Shape,
): void {
  const step = engine && targets.at < 0 ? engine.memory.tile(type) : length;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    if (!engine || !look(engine, type, targets, from, n)) findOutside(where, targets.array, from, n, shape);
  }
}

function look({ kernel, memory }: Engine<TargetExports>, type: ElementType, { array, at }: CheckedArray, from: number, n: number): boolean {
  if (at < 0) memory.copyIn(0, array, type, from, n);
  return kernel.exports.areProbabilities(at < 0 ? memory.slot(0) : at, n, kernel.context) !== 0;
}

function findOutside(where: string, targets: FloatArray, from: number, n: number, shape?: Shape): void {
  for (let i = from; i < from + n; i++)
    if (!(targets[i] >= 0 && targets[i] <= 1)) {
      const place = shape ? ` (row ${rowOf(i, shape)}, class ${classOf(i, shape)})` : "";
      fail("HILLOCK_PARAMETER", where, `targets[${i}] is ${describe(targets[i])}${place}, expected a probability from 0 to 1`);
    }
}

const rowOf = (i: number, { n, inner }: Shape): number => Math.floor(i / (n * inner)) * inner + (i % inner);
const classOf = (i: number, { n, inner }: Shape): number => Math.floor(i / inner) % n;

/** Checks that all weights are finite and none is negative. */
export function checkWeights(where: string, name: string, weights: FloatArray, length: number): void {
  for (let j = 0; j < length; j++)
    if (!(weights[j] >= 0 && weights[j] < Infinity))
      fail("HILLOCK_PARAMETER", where, `${name}[${j}] is ${describe(weights[j])}, expected a finite number, 0 or more`);
}

/** The rules of an option that is a number. */
export interface NumberRules {
  readonly usual: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Reads an option that is a number. `otherwise` is what else it may be. */
export function readNumber(where: string, name: string, value: unknown, rules: NumberRules, otherwise = ""): number {
  const { usual, minimum, maximum } = rules;
  if (value === undefined) return usual;
  const expected = maximum === Infinity ? `a finite number, ${minimum} or more` : `a number from ${minimum} to ${maximum}`;
  if (typeof value !== "number")
    fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${expected}${otherwise}`, TypeError);
  if (!(value >= minimum && value <= maximum && Number.isFinite(value)))
    fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${expected}`);
  return value;
}
