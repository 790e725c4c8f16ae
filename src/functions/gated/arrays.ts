import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf, type FloatArray } from "../../call/arrays.js";
import { type BoundKernel, type KernelFunction, LEAST_SHARED, type SharedArray } from "../../runtime/kernel.js";
import type { Layout } from "./types.js";

/**
 * The kernels of gated functions over arrays, staged a tile at a time outside the memory. Nothing
 * is checked here.
 */

/** The exports of a gated kernel: arrays are addresses, `n` counts results, `c` is the context. */
export interface GatedExports {
  readonly forward: (value: number, gate: number, y: number, n: number, c: number) => void;
  readonly forwardInterleaved: (x: number, y: number, n: number, c: number) => void;
  readonly backward: (dy: number, value: number, gate: number, dValue: number, dGate: number, n: number, c: number) => void;
  readonly backwardInterleaved: (dy: number, x: number, dx: number, n: number, c: number) => void;
}

type Kernel = BoundKernel<GatedExports>;

/** A packed array seen as rows: of each, n values and n gates. */
export interface Rows {
  readonly layout: Layout;
  readonly rows: number;
  readonly n: number;
}

/**
 * The least n at which halves of a row in place repay a call of the kernel; shorter ones are
 * gathered in the slots.
 */
const MIN_ROW_IN_PLACE = 16;
/** The least n at which halves that must be staged do. */
const MIN_ROW_STAGED = 64;

/** Staging slots. Gradients replace the value and gate there; a packed tile takes both slots. */
const VALUE = 0;
const GATE = 1;
const OTHER = 2;

/** Calls `run(from, n)` for the tiles of `length` elements. */
function tiles({ memory, type }: Kernel, staged: boolean, length: number, run: (from: number, n: number) => void): void {
  const step = staged ? memory.tile(type) : length;
  for (let from = 0; from < length; from += step) run(from, Math.min(step, length - from));
}

const isStaged = (...arrays: CheckedArray[]): boolean => arrays.some(({ at }) => at < 0);

/**
 * An array of a call: the elements that it has for each result of a gate, or the rows that it has
 * for each row of these, and which of them it stands for.
 */
type Wide = readonly [one: CheckedArray, each: number, from?: number];

/**
 * Has threads share the elements of a call, or rows of n, where there are any threads; else calls
 * `alone`.
 */
function share(
  kernel: Kernel,
  call: KernelFunction,
  inputs: readonly Wide[],
  outputs: readonly Wide[],
  length: number,
  alone: () => void,
  n = 1,
): void {
  if (!kernel.threads || length <= LEAST_SHARED) {
    alone();
    return;
  }
  const known = new Map<CheckedArray, SharedArray>();
  const shared = (arrays: readonly Wide[], isWritten: boolean) =>
    arrays.map(([one, each, from = 0]) => {
      const of = known.get(one) ?? { one, each: each * n, isRead: !isWritten, isWritten };
      known.set(one, of);
      return { of, from: from * n };
    });
  const isOfRows = n > 1;
  const parameters = [...shared(inputs, false), ...shared(outputs, true), isOfRows ? n : "count", "context"] as const;
  const sizes = isOfRows ? { units: length / n, perCall: 1 } : { units: length, isInPlace: true };
  kernel.threads.runJob(kernel, { call, parameters, ...sizes, work: length }, alone);
}

/** Has them share rows of halves, or elements of one: packed arrays have two for each result. */
function shareHalves(
  kernel: Kernel,
  call: KernelFunction,
  inputs: readonly Wide[],
  outputs: readonly Wide[],
  { layout, rows, n }: Rows,
  alone: () => void,
): void {
  const halves = ([one, each]: Wide): readonly Wide[] => {
    if (each === 1) return [[one, 1]];
    const places = layout === "valueFirst" ? [0, 1] : [1, 0];
    return places.map((from) => (rows > 1 ? [one, 2, from] : [partOf(one, from * n, n), 1]));
  };
  if (!kernel.threads || n < MIN_ROW_STAGED) alone();
  else share(kernel, call, inputs.flatMap(halves), outputs.flatMap(halves), rows * n, alone, rows > 1 ? n : 1);
}

/** The gradients of two arrays. */
export function backwardPair(kernel: Kernel, [dy, value, gate, dValue, dGate]: readonly CheckedArray[], length: number): void {
  const { exports, context } = kernel;
  const each = (...arrays: CheckedArray[]) => arrays.map((one): Wide => [one, 1]);
  share(kernel, exports.backward, each(dy, value, gate), each(dValue, dGate), length, () =>
    tiles(kernel, isStaged(dy, value, gate, dValue, dGate), length, (from, n) => {
      const a = kernel.load(dy, OTHER, from, n);
      const b = kernel.load(value, VALUE, from, n);
      const c = kernel.load(gate, GATE, from, n);
      exports.backward(a, b, c, kernel.target(dValue, VALUE, from), kernel.target(dGate, GATE, from), n, context);
      kernel.store(dValue, VALUE, from, n);
      kernel.store(dGate, GATE, from, n);
    }),
  );
}

/** The function of a packed array. */
export function forwardPacked(kernel: Kernel, x: CheckedArray, y: CheckedArray, rows: Rows): void {
  const { exports, context } = kernel;
  const length = rows.rows * rows.n;
  if (rows.layout === "interleaved")
    share(kernel, exports.forwardInterleaved, [[x, 2]], [[y, 1]], length, () =>
      tiles(kernel, isStaged(x, y), length, (from, n) => {
        const at = kernel.load(x, VALUE, 2 * from, 2 * n);
        exports.forwardInterleaved(at, kernel.target(y, OTHER, from), n, context);
        kernel.store(y, OTHER, from, n);
      }),
    );
  else
    shareHalves(kernel, exports.forward, [[x, 2]], [[y, 1]], rows, () =>
      halves(kernel, x, undefined, rows, isStaged(x, y), (value, gate, from, n) => {
        exports.forward(value, gate, kernel.target(y, OTHER, from), n, context);
        kernel.store(y, OTHER, from, n);
      }),
    );
}

/** The gradient of a packed array. */
export function backwardPacked(kernel: Kernel, dy: CheckedArray, x: CheckedArray, dx: CheckedArray, rows: Rows): void {
  const { exports, context } = kernel;
  const length = rows.rows * rows.n;
  if (rows.layout === "interleaved")
    share(
      kernel,
      exports.backwardInterleaved,
      [
        [dy, 1],
        [x, 2],
      ],
      [[dx, 2]],
      length,
      () =>
        tiles(kernel, isStaged(dy, x, dx), length, (from, n) => {
          const a = kernel.load(dy, OTHER, from, n);
          const b = kernel.load(x, VALUE, 2 * from, 2 * n);
          exports.backwardInterleaved(a, b, kernel.target(dx, VALUE, 2 * from), n, context);
          kernel.store(dx, VALUE, 2 * from, 2 * n);
        }),
    );
  else
    shareHalves(
      kernel,
      exports.backward,
      [
        [dy, 1],
        [x, 2],
      ],
      [[dx, 2]],
      rows,
      () =>
        halves(kernel, x, dx, rows, isStaged(dy, x, dx), (value, gate, from, n, dValue, dGate) => {
          exports.backward(kernel.load(dy, OTHER, from, n), value, gate, dValue, dGate, n, context);
        }),
    );
}

/**
 * Runs over part of the results, elements `from` to `from + n` of what is not packed; value, gate
 * and their gradients are addresses.
 */
type Run = (value: number, gate: number, from: number, n: number, dValue: number, dGate: number) => void;

/**
 * Goes through rows whose halves are value and gate; `dx`, if there is one, is packed likewise and
 * takes what was written there.
 */
function halves(kernel: Kernel, x: CheckedArray, dx: CheckedArray | undefined, rows: Rows, staged: boolean, run: Run): void {
  if (rows.n < (staged ? MIN_ROW_STAGED : MIN_ROW_IN_PLACE) && rows.rows > 1) {
    shortHalves(kernel, x.array, dx?.array, rows, run);
    return;
  }
  const { n } = rows;
  const [v, g] = offsets(rows);
  const to = dx ?? x;
  if (!staged) {
    const size = bytesOf(kernel.type);
    for (let row = 0; row < rows.rows; row++) {
      const at = 2 * row * n * size;
      run(x.at + at + v * size, x.at + at + g * size, row * n, n, to.at + at + v * size, to.at + at + g * size);
    }
    return;
  }
  for (let row = 0; row < rows.rows; row++)
    tiles(kernel, staged, n, (from, count) => {
      const [atValue, atGate] = [2 * row * n + v + from, 2 * row * n + g + from];
      const value = kernel.load(x, VALUE, atValue, count);
      const gate = kernel.load(x, GATE, atGate, count);
      run(value, gate, row * n + from, count, kernel.target(to, VALUE, atValue), kernel.target(to, GATE, atGate));
      if (!dx) return;
      kernel.store(dx, VALUE, atValue, count);
      kernel.store(dx, GATE, atGate, count);
    });
}

/**
 * Rows too short for calls of their own: as many as fit the slots, in JavaScript's loops, which for
 * a few elements are the fastest copy.
 */
function shortHalves({ memory, type }: Kernel, x: FloatArray, dx: FloatArray | undefined, rows: Rows, run: Run): void {
  const { n } = rows;
  const [v, g] = offsets(rows);
  const perTile = Math.floor(memory.tile(type) / n);
  const [value, gate] = [memory.slot(VALUE), memory.slot(GATE)];
  const [valueAt, gateAt] = [value / bytesOf(type), gate / bytesOf(type)];
  for (let first = 0; first < rows.rows; first += perTile) {
    const count = Math.min(perTile, rows.rows - first);
    const view = memory.view(type);
    for (let row = 0; row < count; row++)
      for (let i = 0, at = 2 * (first + row) * n; i < n; i++) {
        view[valueAt + row * n + i] = x[at + v + i];
        view[gateAt + row * n + i] = x[at + g + i];
      }
    run(value, gate, first * n, count * n, value, gate);
    for (let row = 0; dx && row < count; row++)
      for (let i = 0, at = 2 * (first + row) * n; i < n; i++) {
        dx[at + v + i] = view[valueAt + row * n + i];
        dx[at + g + i] = view[gateAt + row * n + i];
      }
  }
}

function offsets({ layout, n }: Rows): readonly [number, number] {
  return layout === "valueFirst" ? [0, n] : [n, 0];
}
