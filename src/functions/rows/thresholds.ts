import { type CheckedArray, partOf } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import { positionOf } from "../../call/shape.js";
import { type BoundKernel, setParameters } from "../../runtime/kernel.js";
import { workspaceOf } from "../../runtime/memory.js";
import type { TransposeExports } from "./bands.js";
import { Candidates, reachOf, solve, type Threshold, type ThresholdRecord } from "./candidates.js";
import { Entries, MaskedRows, type RowInput } from "./input.js";
import type { Settings } from "./settings.js";
import { rowSharing } from "./sharing.js";
import { RowArray, RowWalk, type WalkedRows } from "./walk.js";

/**
 * The exports of modules whose results are 0 up to a threshold:
 * assembly/rowwise/parts/threshold.ts.
 */
export interface ThresholdExports extends TransposeExports {
  /** Whole rows: the candidates of one may stand at `list`. */
  value(x: number, y: number, list: number, rows: number, n: number, c: number): void;
  /** The largest of a piece, NaN where there is NaN. */
  top(x: number, n: number, c: number): number;
  /** Writes the candidates of a piece to a list, and returns how many there are. */
  gather(x: number, list: number, n: number, bound: number, shift: number, c: number): number;
  /** Writes the record of a row to the context, from a list of candidates and their largest. */
  solve(list: number, count: number, largest: number, shift: number, temperature: number, c: number): void;
  /** Writes the results of a piece from the record in the context. */
  write(x: number, y: number, n: number, c: number): void;
}

/** The offset of a record in a context: assembly/rowwise/parts/threshold.ts. */
const RECORD = 64;

/** The staging slot of entries, and later of results. */
const ENTRIES = 0;

/** Rows by a kernel. A row that does not fit a staging slot goes in pieces, three times. */
export class ThresholdRows {
  private readonly x: WalkedRows;
  private readonly y: RowArray;
  private readonly size: number;
  private readonly largest: RowWalk;
  private readonly walk: RowWalk;

  /** A mask of the rows only leaves out entries. */
  constructor(
    private readonly kernel: BoundKernel<ThresholdExports>,
    private readonly input: RowInput,
    private readonly own: CheckedArray,
    private readonly out: CheckedArray,
    private readonly threshold: Threshold,
    private readonly settings: Settings,
  ) {
    const { memory, type } = kernel;
    const { outer, n, inner } = input.shape;
    const layout = { length: n, inner };
    const entries = new RowArray(memory, type, own, layout, ENTRIES);
    this.size = entries.size;
    this.x = input.causal || input.mask ? new MaskedRows(entries, input) : entries;
    this.y = new RowArray(memory, type, out, layout, ENTRIES);
    this.largest = new RowWalk(memory, type, outer * inner, n, [this.x], []);
    this.walk = new RowWalk(memory, type, outer * inner, n, [this.x], [this.y]);
    setParameters(kernel, settings.parameters);
  }

  /** Writes the results of rows `first` to `end`. */
  write(first = 0, end = this.walk.rows): void {
    const { walk, x, y } = this;
    const { exports, context, memory } = this.kernel;
    const list = workspaceOf(memory);
    if (walk.inPieces) for (let row = first; row < end; row++) this.longRow(row);
    else walk.batches(end - first, (_, rows) => exports.value(x.address, y.address, list, rows, walk.n, context), first, end);
  }

  private longRow(row: number): void {
    const { walk, x, y, largest: read, kernel } = this;
    const { memory, type } = kernel;
    const largest = largestInPieces(kernel, read, x, row);
    if (Number.isFinite(largest)) {
      this.findThreshold(row, largest);
      this.writePieces(row);
      return;
    }
    const value = largest === Number.NEGATIVE_INFINITY ? this.settings.emptyRow : Number.NaN;
    walk.pieces(row, (_, length) => memory.view(type).fill(value, y.address / this.size, y.address / this.size + length));
  }

  /**
   * Writes the results of a long row from the record in the context. Threads share the pieces,
   * unless the kernel is the same as theirs on another memory: that has another record.
   */
  private writePieces(row: number): void {
    const { walk, x, y, kernel, input, own, out } = this;
    const { exports, context } = kernel;
    const { n, inner } = input.shape;
    const alone = () => walk.pieces(row, (_, length) => exports.write(x.address, y.address, length, context));
    const sharing = inner === 1 && (own.at >= 0 || out.at >= 0) && kernel.threads && rowSharing();
    if (!sharing) {
      alone();
      return;
    }
    const results = { one: partOf(out, row * n, n), each: 1, isWritten: true };
    const parameters = [sharing.entries({ kernel, input, own }, row), results, "count", "context"] as const;
    sharing.pieces(kernel, n, { call: exports.write, parameters }, alone);
  }

  /**
   * Leaves the record of a long row in the context. Its candidates stand in memory of which the
   * heap makes no use, or where that is too little, they are JavaScript's, to the same bits.
   */
  private findThreshold(row: number, largest: number): void {
    const { kernel, threshold, x, largest: read } = this;
    const { exports, context, memory } = kernel;
    const { temperature } = this.settings;
    const list = memory.borrow(8 * (read.n + 1));
    if (list < 0) {
      solveInPieces(kernel, threshold, read, x, row, largest, temperature, workspaceOf(memory));
      return;
    }
    const { bound, shift } = reachOf(threshold, largest, temperature);
    let count = 0;
    read.pieces(row, (_, length) => {
      count += exports.gather(x.address, list + 8 * count, length, bound, shift, context);
    });
    exports.solve(list, count, largest - shift, shift, temperature, context);
  }
}

/** The exports that find the threshold of a row in pieces. */
export type SearchExports = Pick<ThresholdExports, "top" | "gather">;

/** The largest entry of a row that `read` walks in pieces, NaN where there is NaN. */
export function largestInPieces({ exports, context }: BoundKernel<SearchExports>, read: RowWalk, x: WalkedRows, row: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  read.pieces(row, (_, length) => {
    largest = Math.max(largest, exports.top(x.address, length, context));
  });
  return largest;
}

/** A row in pieces whose threshold is known. */
export interface SolvedRow {
  readonly candidates: Candidates;
  readonly record: ThresholdRecord;
}

/**
 * Finds the threshold of a row that `read` walks in pieces, and leaves its record in the context.
 * `list` is room for the candidates of a piece.
 */
export function solveInPieces(
  { exports, context, memory }: BoundKernel<SearchExports>,
  threshold: Threshold,
  read: RowWalk,
  x: WalkedRows,
  row: number,
  largest: number,
  temperature: number,
  list: number,
): SolvedRow {
  const candidates = new Candidates();
  const { bound, shift } = reachOf(threshold, largest, temperature);
  read.pieces(row, (_, length) => {
    const count = exports.gather(x.address, list, length, bound, shift, context);
    candidates.addAll(memory.view("Float64Array").subarray(list / 8, list / 8 + count));
  });
  const record = solve(threshold, candidates, largest, shift, temperature);
  memory.view("Float64Array").set([record.shift, record.bound, ...record.found], (context + RECORD) / 8);
  return { candidates, record };
}

/**
 * Rows in JavaScript, in f64. Where a mask takes arithmetic, entries are the differences from the
 * largest over the temperature, in two words.
 */
export class ThresholdLoops {
  private readonly entries: Entries;
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(
    private readonly input: RowInput,
    private readonly out: FloatArray,
    private readonly threshold: Threshold,
    private readonly emptyRow: number,
  ) {
    this.entries = new Entries(input);
    this.high = new Float64Array(input.shape.n);
    this.low = new Float64Array(input.shape.n);
  }

  /** Whether the mask of a row makes no difference. */
  isShifted(row: number): boolean {
    return this.entries.isShifted(row);
  }

  write(row: number): void {
    const { entries, input, high, low, threshold } = this;
    const takesArithmetic = input.mask?.words && !entries.isShifted(row);
    const temperature = takesArithmetic ? 1 : input.temperature;
    if (takesArithmetic) entries.nearby(row, threshold.power, high, low);
    else {
      entries.read(row, high);
      low.fill(0);
    }
    const largest = high.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (!Number.isFinite(largest)) {
      this.fill(row, () => (largest === Number.NEGATIVE_INFINITY ? this.emptyRow : Number.NaN));
      return;
    }
    const { bound, shift } = reachOf(threshold, largest, temperature);
    const candidates = new Candidates();
    for (let i = 0; i < high.length; i++) if (high[i] >= bound) candidates.add(high[i] - shift, low[i]);
    const record = solve(threshold, candidates, largest, shift, temperature);
    this.fill(row, (i) => (high[i] >= record.bound ? threshold.result(high[i] - shift, low[i], record.found, temperature) : 0));
  }

  private fill(row: number, result: (i: number) => number): void {
    const { shape } = this.input;
    const start = positionOf(row, shape);
    for (let i = 0; i < shape.n; i++) this.out[start + i * shape.inner] = result(i);
  }
}
