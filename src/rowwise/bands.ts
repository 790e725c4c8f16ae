import { bytesOf, copyInto, type ElementType, type FloatArray, viewOf } from "../arrays.js";
import type { LinearMemory } from "../memory.js";
import type { Placed } from "../placement.js";
import type { Kernel } from "../runtime.js";
import type { Shape } from "../shape.js";

/** The export of row modules that takes rows along any axis to where kernels want them: assembly/rowwise/transpose.ts. */
export interface TransposeExports {
  transpose(from: number, to: number, matrices: number, rows: number, columns: number, fromStep: number, toStep: number, c: number): void;
}

/** Where the rows of an array are columns: what a call has to know to take them through a kernel. */
export interface Columns {
  readonly kernel: Kernel<TransposeExports>;
  readonly memory: LinearMemory;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly inputs: readonly Placed[];
  /** Where results go that take the place of the first input. */
  readonly output?: Placed;
}

/** Does with `count` rows what is to be done; each input has its entries side by side, from an address of its own on. */
export type OfBand = (first: number, count: number, places: readonly Placed[]) => void;

/** Bytes of a cache line, of a band of short rows, of one at most, and of what is brought at once from arrays outside the memory. */
const LINE = 128;
const BAND = 2 ** 15;
const MOST = 2 ** 22;
const PANEL = 2 ** 22;

/** Up to so many elements a loop copies faster than `set`. */
const LOOP = 48;

/**
 * Takes rows that are columns through `run` in bands of neighbours, wide enough that whatever is fetched of a cache line is used at
 * once. They are transposed into memory of which the heap makes no use. Without enough of it nothing happens, and the answer is false.
 */
export function inBands(columns: Columns, run: OfBand): boolean {
  const { memory, type, shape, inputs, output, kernel } = columns;
  const { outer, n, inner } = shape;
  const size = bytesOf(type);
  const row = n * size;
  if (inner === 1 || row === 0 || outer === 0) return false;
  const rows = Math.min(Math.max(LINE / size, Math.floor(BAND / row)), Math.max(1, Math.floor(MOST / row)));
  /** A band is whole matrices, or some columns of one. */
  const matrices = Math.min(outer, Math.max(1, Math.floor(rows / inner)));
  const width = Math.min(inner, rows);
  const staged = inputs.map(({ at }, i) => at < 0 || (i === 0 && output !== undefined && output.at < 0));
  /** A panel is what is brought at once: whole bands of them. */
  const wide = Math.max(width, inner * row <= PANEL ? inner : Math.floor(PANEL / row / width) * width);
  const deep = Math.min(outer, wide < inner ? 1 : Math.max(1, Math.floor(BAND / row / inner / matrices)) * matrices);
  const [band, panel] = [matrices * width * row, Math.min(wide, inner) * deep * row];
  const bytes = inputs.reduce((sum, _, i) => sum + band + (staged[i] ? panel : 0), 0);
  const room = memory.borrow(bytes);
  if (room < 0) return false;
  const places: number[] = [];
  const panels: number[] = [];
  let next = room;
  inputs.forEach((_, i) => {
    places.push(next);
    next += band;
    panels.push(next);
    if (staged[i]) next += panel;
  });
  const view = memory.view(type);
  const { exports, context } = kernel;
  const someStaged = staged.includes(true);
  const [panelDepth, panelWidth] = someStaged ? [deep, Math.min(wide, inner)] : [outer, inner];
  for (let o = 0; o < outer; o += panelDepth)
    for (let k = 0; k < inner; k += panelWidth) {
      const depth = Math.min(panelDepth, outer - o);
      const across = Math.min(panelWidth, inner - k);
      const start = o * n * inner + k;
      inputs.forEach(({ array, at }, i) => {
        if (at < 0) copyStretches(type, array, start, inner, view, panels[i] / size, across, depth * n, across);
      });
      for (let d = 0; d < depth; d += matrices)
        for (let c = 0; c < across; c += width) {
          const count = Math.min(matrices, depth - d);
          const [many] = [Math.min(width, across - c)];
          const address = (one: Placed, i: number): [number, number] =>
            one.at < 0
              ? [panels[i] + (d * n * across + c) * size, across * size]
              : [one.at + (start + d * n * inner + c) * size, inner * size];
          inputs.forEach((input, i) => {
            const [from, step] = address(input, i);
            exports.transpose(from, places[i], count, n, many, step, row, context);
          });
          run(
            (o + d) * inner + k + c,
            count * many,
            places.map((at) => ({ array: viewOf(view, type, at / size, count * many * n), at })),
          );
          if (output) {
            const [to, step] = address(output, 0);
            exports.transpose(places[0], to, count, many, n, row, step, context);
          }
        }
      if (output && output.at < 0) copyStretches(type, view, panels[0] / size, across, output.array, start, inner, depth * n, across);
    }
  return true;
}

/** The shape of a band: rows one after the other. */
export function bandShape({ n }: Shape, count: number): Shape {
  return { shape: [count, n], axis: 1, outer: count, n, inner: 1 };
}

/** Copies stretches of an array into another. */
function copyStretches(
  type: ElementType,
  from: FloatArray,
  at: number,
  step: number,
  to: FloatArray,
  toAt: number,
  toStep: number,
  count: number,
  width: number,
): void {
  const whole = step === width && toStep === width;
  const length = whole ? width * count : width;
  for (let i = whole ? count - 1 : 0; i < count; i++) {
    const [source, target] = whole ? [at, toAt] : [at + i * step, toAt + i * toStep];
    if (length > LOOP) copyInto(to, viewOf(from, type, source, length), target);
    else for (let k = 0; k < length; k++) to[target + k] = from[source + k];
  }
}
