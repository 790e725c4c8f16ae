import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, copyInto, type ElementType, type FloatArray, viewOf } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import { type BoundKernel, LEAST_SHARED } from "../../runtime/kernel.js";
import { lending } from "../../runtime/lending.js";

/** The export of row modules that makes rows of columns: assembly/rowwise/parts/transpose.ts. */
export interface TransposeExports {
  transpose(from: number, to: number, matrices: number, rows: number, columns: number, fromStep: number, toStep: number, c: number): void;
}

/**
 * A call whose rows may be columns of matrices. The results, if there are any, take the place of
 * the first input.
 */
interface Columns {
  readonly on: BoundKernel<TransposeExports>;
  readonly shape: Shape;
  readonly inputs: readonly CheckedArray[];
  readonly output: CheckedArray | undefined;
}

/**
 * Rows that kernels can take: all of a call where they are, or a band of them, which begins with
 * row `first`.
 */
export interface Band {
  readonly shape: Shape;
  readonly first: number;
  readonly inputs: readonly CheckedArray[];
  readonly output: CheckedArray | undefined;
}

/**
 * Bytes that a band has of each row of a matrix, at least, and in all; and those that are brought
 * at once from outside the memory.
 */
const STRETCH = 512;
const BAND = 2 ** 18;
const PANEL = 2 ** 22;

/** Bytes beyond which a band gets no further rows. */
const LARGEST = 2 ** 24;

/** The number of elements up to which a loop copies faster than `set`. */
const COPY_LOOP = 48;

/** Elements that are read one by one sooner than a division is made. */
const FEW = 64;

/**
 * Calls `run` with all rows of a call. Rows that are columns come in bands of neighbours, so wide
 * that of what is fetched for one the others are there too. They are transposed into memory of
 * which the heap makes no use; where that is too little, and where there is little of them, they
 * come as they are.
 */
export function inBands(
  on: BoundKernel<TransposeExports>,
  shape: Shape,
  inputs: readonly CheckedArray[],
  output: CheckedArray | undefined,
  run: (band: Band) => void,
): void {
  const { memory, type } = on;
  const { outer, n, inner } = shape;
  if (outer * n * inner > LEAST_SHARED) on.threads?.prepare(on);
  if (inner > 1 && outer * n * inner > FEW)
    for (let limit = LARGEST; limit >= n * bytesOf(type); limit /= 8) {
      const columns = { on, shape, inputs, output };
      const plan = planOf(columns, limit);
      const bytes = inputs.length * (plan.band + plan.panel);
      const room = memory.borrow(bytes);
      if (room < 0) continue;
      lending(memory, bytes, () => takeBands(columns, plan, room, run));
      return;
    }
  run({ shape, first: 0, inputs, output });
}

/**
 * The division of an array. Of a band and of a panel: the numbers of matrices and of their columns,
 * and bytes.
 */
interface Plan {
  readonly matrices: number;
  readonly width: number;
  readonly band: number;
  readonly depth: number;
  readonly across: number;
  readonly panel: number;
}

function planOf({ on: { type }, shape, inputs, output }: Columns, limit: number): Plan {
  const { outer, n, inner } = shape;
  const size = bytesOf(type);
  const row = n * size;
  const rows = Math.max(1, Math.floor(Math.min(Math.max(STRETCH / size, BAND / row), limit / row)));
  const width = Math.min(inner, rows);
  const matrices = Math.min(outer, Math.max(1, Math.floor(rows / inner)));
  const band = matrices * width * row;
  const inMemory = [...inputs, ...(output ? [output] : [])].every(({ at }) => at >= 0);
  if (inMemory) return { matrices, width, band, depth: outer, across: inner, panel: 0 };
  const across = Math.min(inner, Math.max(1, Math.floor(Math.min(PANEL, limit) / row / width)) * width);
  return { matrices, width, band, depth: matrices, across, panel: matrices * across * row };
}

function takeBands({ on, shape, inputs, output }: Columns, plan: Plan, room: number, run: (band: Band) => void): void {
  const { outer, n, inner } = shape;
  const { exports, context, memory, type } = on;
  const size = bytesOf(type);
  const view = memory.view(type);
  const places = inputs.map((_, i) => room + i * (plan.band + plan.panel));
  for (let o = 0; o < outer; o += plan.depth)
    for (let k = 0; k < inner; k += plan.across) {
      const depth = Math.min(plan.depth, outer - o);
      const across = Math.min(plan.across, inner - k);
      const start = o * n * inner + k;
      const outside = { start, step: inner };
      const inside = (i: number) => ({ start: (places[i] + plan.band) / size, step: across });
      inputs.forEach(({ array, at }, i) => {
        if (at < 0) copyStretches(type, array, outside, view, inside(i), depth * n, across);
      });
      for (let d = 0; d < depth; d += plan.matrices)
        for (let c = 0; c < across; c += plan.width) {
          const matrices = Math.min(plan.matrices, depth - d);
          const width = Math.min(plan.width, across - c);
          /** The address of columns, and the bytes between rows of their matrices. */
          const columnsOf = ({ at }: CheckedArray, i: number): readonly [number, number] =>
            at < 0
              ? [places[i] + plan.band + (d * n * across + c) * size, across * size]
              : [at + (start + d * n * inner + c) * size, inner * size];
          inputs.forEach((input, i) => {
            const [from, step] = columnsOf(input, i);
            exports.transpose(from, places[i], matrices, n, width, step, n * size, context);
          });
          const band = places.map((at) => ({ array: viewOf(view, type, at / size, matrices * width * n), at }));
          const rows = { shape: [matrices * width, n], axis: 1, outer: matrices * width, n, inner: 1 };
          run({ shape: rows, first: (o + d) * inner + k + c, inputs: band, output: output && band[0] });
          if (!output) continue;
          const [to, step] = columnsOf(output, 0);
          exports.transpose(places[0], to, matrices, width, n, n * size, step, context);
        }
      if (output && output.at < 0) copyStretches(type, view, inside(0), output.array, outside, depth * n, across);
    }
}

/** The addresses of stretches of an array, and their distance. */
interface Stretches {
  readonly start: number;
  readonly step: number;
}

/**
 * Copies `count` stretches of `length` elements. Those that follow each other in both arrays are
 * one.
 */
function copyStretches(
  type: ElementType,
  from: FloatArray,
  source: Stretches,
  to: FloatArray,
  target: Stretches,
  count: number,
  length: number,
): void {
  if (count > 1 && source.step === length && target.step === length) {
    copyStretches(type, from, source, to, target, 1, count * length);
    return;
  }
  for (let i = 0; i < count; i++) {
    const at = source.start + i * source.step;
    const toAt = target.start + i * target.step;
    if (length > COPY_LOOP) copyInto(to, viewOf(from, type, at, length), toAt);
    else for (let k = 0; k < length; k++) to[toAt + k] = from[at + k];
  }
}
