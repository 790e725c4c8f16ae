import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, viewOf } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Kernel } from "../../runtime/runtime.js";
import { copyStretches } from "./columns.js";

/** The export of row modules that takes rows along any axis to where kernels want them: assembly/rowwise/transpose.ts. */
export interface TransposeExports {
  transpose(from: number, to: number, matrices: number, rows: number, columns: number, fromStep: number, toStep: number, c: number): void;
}

/** A call whose rows may be columns of matrices: its arrays, and the kernel that they are to go through. */
export interface Columns {
  readonly kernel: Kernel<TransposeExports>;
  readonly memory: LinearMemory;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly inputs: readonly CheckedArray[];
  /** Where the results go. They take the place of the first input. */
  readonly output?: CheckedArray;
}

/** Does what there is to do with `count` rows from the one numbered `first` on. The entries of each stand side by side in `inputs`. */
export type OfBand = (first: number, count: number, inputs: readonly CheckedArray[]) => void;

/** Bytes that a band has of each row of a matrix, at least, and in all; and those that are brought at once from outside the memory. */
const STRETCH = 128;
const BAND = 2 ** 17;
const PANEL = 2 ** 22;

/** Bytes beyond which a band gets no further rows. */
const LARGEST = 2 ** 24;

/** Elements that are read one by one sooner than a division is made. */
const FEW = 64;

/** The shape of a band: rows one after the other. */
export function bandShape({ n }: Shape, count: number): Shape {
  return { shape: [count, n], axis: 1, outer: count, n, inner: 1 };
}

/**
 * Takes rows that are columns through `run`, in bands of neighbours so wide that of what is fetched for one the others are there too. They
 * are transposed into memory of which the heap makes no use. The answer is false, and nothing done, where that is too little, where rows are no
 * columns, and where there is little of them.
 */
export function inBands(columns: Columns, run: OfBand): boolean {
  const { memory, type, shape, inputs } = columns;
  const { outer, n, inner } = shape;
  if (inner === 1 || outer * n * inner <= FEW) return false;
  for (let limit = LARGEST; limit >= n * bytesOf(type); limit /= 8) {
    const plan = planOf(columns, limit);
    const room = memory.borrow(inputs.length * (plan.band + plan.panel));
    if (room < 0) continue;
    takeBands(columns, plan, room, run);
    return true;
  }
  return false;
}

/** How an array is divided. Of a band and of a panel: how many matrices, how many of their columns, and bytes. */
interface Plan {
  readonly matrices: number;
  readonly width: number;
  readonly band: number;
  readonly depth: number;
  readonly across: number;
  readonly panel: number;
}

function planOf({ type, shape, inputs, output }: Columns, limit: number): Plan {
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

function takeBands({ kernel, memory, type, shape, inputs, output }: Columns, plan: Plan, room: number, run: OfBand): void {
  const { outer, n, inner } = shape;
  const size = bytesOf(type);
  const view = memory.view(type);
  const { exports, context } = kernel;
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
          /** Where columns begin, and how far apart the rows of their matrices are. */
          const columnsOf = ({ at }: CheckedArray, i: number): readonly [number, number] =>
            at < 0
              ? [places[i] + plan.band + (d * n * across + c) * size, across * size]
              : [at + (start + d * n * inner + c) * size, inner * size];
          inputs.forEach((input, i) => {
            const [from, step] = columnsOf(input, i);
            exports.transpose(from, places[i], matrices, n, width, step, n * size, context);
          });
          const band = places.map((at) => ({ array: viewOf(view, type, at / size, matrices * width * n), at }));
          run((o + d) * inner + k + c, matrices * width, band);
          if (!output) continue;
          const [to, step] = columnsOf(output, 0);
          exports.transpose(places[0], to, matrices, width, n, n * size, step, context);
        }
      if (output && output.at < 0) copyStretches(type, view, inside(0), output.array, outside, depth * n, across);
    }
}
