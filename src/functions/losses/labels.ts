import { type ArrayRequirement, attachedLength } from "../../call/arguments.js";
import { type FloatArray, lengthOf, tagOf } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { readShape, type Shape } from "../../call/shape.js";

/** Labels of classes: an array of whole numbers. */
export type Labels = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | BigInt64Array | BigUint64Array;

const LABELS = ["Uint8Array", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array", "Int32Array", "BigInt64Array", "BigUint64Array"];

/**
 * Whether `targets` are whole numbers, which are `what`, and still have their bytes; anything else
 * should be `otherwise` in an array of x's type.
 */
export function areLabels(where: string, targets: unknown, type: string, what: string, otherwise: string): targets is Labels {
  const tag = tagOf(targets);
  if (tag === type) return false;
  if (tag === undefined || !LABELS.includes(tag))
    fail(
      "HILLOCK_TYPE",
      where,
      `targets is ${describe(targets)}, expected ${what} (${LABELS.join(", ")}), or ${otherwise} in a ${type} like x`,
    );
  attachedLength(where, "targets", targets as FloatArray);
  return true;
}

/** The number of labels. */
export function countOf(labels: Labels): number {
  return lengthOf(labels as never);
}

/** Reads the shape of x. Without one there is a row for each label, classes last. */
export function readRows(where: string, x: FloatArray, labels: Labels | undefined, { shape, axis }: Record<string, unknown>): Shape {
  const length = lengthOf(x);
  if (shape !== undefined) return readShape(where, { shape, axis }, length);
  refuseAxis(where, axis);
  if (!labels) fail("HILLOCK_SHAPE", where, "shape is missing, expected [rows, classes]; it can be left out with labels only", TypeError);
  const rows = countOf(labels);
  if (rows === 0 ? length > 0 : length % rows > 0)
    fail(
      "HILLOCK_SHAPE",
      where,
      `x has length ${length}, expected a multiple of the number of labels, ${rows}; or give shape, such as [rows, classes]`,
    );
  return readShape(where, { shape: [rows, rows > 0 ? length / rows : 0], axis: undefined }, length);
}

/** Refuses an axis of no shape. */
export function refuseAxis(where: string, axis: unknown): void {
  if (axis !== undefined) fail("HILLOCK_OPTION", where, "axis is given without the shape that it is an axis of");
}

function isBig(labels: Labels): labels is BigInt64Array | BigUint64Array {
  return tagOf(labels)?.startsWith("Big") ?? false;
}

/**
 * Checks that there is a label for every row, and that each is a class or to be ignored. Returns
 * the classes, -1 for what is ignored.
 */
export function readClasses(
  where: string,
  labels: Labels,
  { shape, axis, n: classes }: Shape,
  rows: number,
  ignoreIndex: number | bigint | undefined,
): ArrayLike<number> {
  const length = countOf(labels);
  if (length !== rows) {
    const product = shape.length > 2 ? `${shape.filter((_, i) => i !== axis).join(" * ")} = ` : "";
    fail("HILLOCK_LENGTH", where, `targets has length ${length}, expected rows = ${product}${rows}`);
  }
  const big = isBig(labels);
  const ignored = ignoreIndex === undefined ? undefined : big ? BigInt(ignoreIndex) : Number(ignoreIndex);
  const read = big || ignored !== undefined ? new Float64Array(rows) : undefined;
  for (let i = 0; i < rows; i++) {
    const label = labels[i];
    const isIgnored = label === ignored;
    if (!isIgnored && !(label >= 0 && label < classes)) refuseLabel(where, i, label, classes);
    if (read) read[i] = isIgnored ? -1 : Number(label);
  }
  return read ?? (labels as Uint8Array);
}

function refuseLabel(where: string, i: number, label: number | bigint, classes: number): never {
  const expected = classes > 0 ? `a label from 0 to ${classes - 1}` : "no label: there are no classes";
  return fail("HILLOCK_PARAMETER", where, `targets[${i}] is ${describe(label)}, expected ${expected}`);
}

/** Reads the label of what does not count: any whole number. */
export function readIgnoreIndex(where: string, value: unknown, labels: boolean): number | bigint | undefined {
  if (value === undefined) return undefined;
  const message = `ignoreIndex is ${describe(value)}, expected a whole number`;
  if (typeof value !== "number" && typeof value !== "bigint") fail("HILLOCK_PARAMETER", where, message, TypeError);
  if (typeof value === "number" && !Number.isInteger(value)) fail("HILLOCK_PARAMETER", where, message);
  if (!labels) fail("HILLOCK_OPTION", where, "ignoreIndex is given with distributions, expected it only with labels");
  return value;
}

/** Checks that all of n whole numbers are 0 or 1, and returns them as numbers. */
export function readBinary(where: string, targets: Labels, n: number): ArrayLike<number> {
  const length = countOf(targets);
  if (length !== n) fail("HILLOCK_LENGTH", where, `targets has length ${length}, expected ${n}`);
  const read = isBig(targets) ? new Uint8Array(n) : undefined;
  for (let i = 0; i < n; i++) {
    const target = targets[i];
    if (!(target >= 0 && target <= 1)) fail("HILLOCK_PARAMETER", where, `targets[${i}] is ${describe(target)}, expected 0 or 1`);
    if (read) read[i] = Number(target);
  }
  return read ?? (targets as Uint8Array);
}

/** Refuses outputs that share bytes with the labels, which are read to the end. */
export function checkApart(where: string, labels: Labels, outputs: readonly ArrayRequirement[]): void {
  const from = labels.byteOffset;
  const to = from + labels.byteLength;
  for (const { name, array } of outputs) {
    const { buffer, byteOffset, byteLength } = array as FloatArray;
    if (buffer === labels.buffer && byteOffset < to && from < byteOffset + byteLength)
      fail("HILLOCK_OVERLAP", where, `${name} overlaps targets; it needs memory of its own`);
  }
}
