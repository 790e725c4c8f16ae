import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, type FloatArray } from "../../call/arrays.js";
import { type BoundKernel, setParameters } from "../../runtime/kernel.js";
import { type LinearMemory, workspaceOf } from "../../runtime/memory.js";
import { Difference, type Entry } from "./difference.js";
import { ExponentialSum } from "./exponentialSum.js";
import { Entries, MaskedRows, MaskRows, type RowInput } from "./input.js";
import { NegatedRows, type NegationExports } from "./negated.js";
import { ALL, QUOTIENTS, type Quotients, SUM } from "./quotients.js";
import { kernelParameters } from "./settings.js";
import { RowArray, RowWalk, type WalkedRows } from "./walk.js";

/** The number that the last pass needs to know of a row, or that a row becomes. */
export type Conclusion = (sum: ExponentialSum, row: number) => number;

/** The exports of row modules, assembly/rowwise/parts/rows.ts. A mask at address 0 is none. */
export interface RowExports extends NegationExports {
  /** Writes records: m, the sum of its terms in two words, the mask at m. */
  summarise?(x: number, mask: number, records: number, rows: number, n: number, told: number, c: number): number;
  /** Writes results from records whose second number is what was concluded. */
  finish?(x: number, mask: number, y: number, records: number, rows: number, n: number, c: number): void;
}

/**
 * The bits of what a kernel returns that are flags of a row with its mask
 * (assembly/rowwise/parts/survey.ts); the number of rows is before them.
 */
export const FLAGS = 5;
export const CONSTANT = 1;

/**
 * Staging slots: entries, and later results; the mask, or second words; records; weights of rows.
 */
export const ENTRIES = 0;
export const MASK = 1;
const RECORDS = 2;
export const WEIGHTS = 3;

/** The offset of a record in a context: assembly/rowwise/parts/passes.ts. */
const RECORD_OF_CONTEXT = 208;

/** The f64 of a record, and records in a slot. */
const FIELDS = 4;
const MOST_RECORDS = 512;

/**
 * The way a row is taken: without its mask, with it, or as exact differences from its largest
 * entry.
 */
export type Way = "unmasked" | "masked" | "exact";

/** The differences of numbers that are over the temperature already. */
const WITHOUT_TEMPERATURE = /*#__PURE__*/ new Difference(1);

/**
 * Rows that go through kernels many at a time, as far as one fits a staging slot: their sums of
 * exponentials, in records, and results made of what is concluded from them.
 */
export abstract class RowBatches {
  protected readonly kernel: BoundKernel<RowExports>;
  protected readonly memory: LinearMemory;
  protected readonly type: ElementType;
  protected readonly n: number;
  protected readonly rows: number;
  protected readonly size: number;
  protected readonly x: WalkedRows;
  protected readonly mask: MaskRows | undefined;
  protected readonly difference: Difference;
  protected readonly records: number;
  /** The largest entry of a row that is taken exactly. */
  protected top: Entry = { x: 0, added: 0 };
  private known: Entries | undefined;

  constructor(
    kernel: BoundKernel<RowExports>,
    protected readonly input: RowInput,
    protected readonly own: CheckedArray,
    protected readonly parameters: readonly number[],
    protected readonly quotients?: Quotients,
  ) {
    const { mask, causal } = input;
    const { outer, n, inner } = input.shape;
    const { memory, type } = kernel;
    this.kernel = kernel;
    this.memory = memory;
    this.type = type;
    this.n = n;
    this.rows = outer * inner;
    this.size = bytesOf(type);
    const layout = { length: n, inner };
    const entries = input.negated ? new NegatedRows(kernel, own, layout, ENTRIES) : new RowArray(memory, type, own, layout, ENTRIES);
    this.x = causal || (mask && !mask.words) ? new MaskedRows(entries, input) : entries;
    this.mask = mask?.words ? new MaskRows(memory, type, input, memory.slot(MASK)) : undefined;
    this.difference = input.temperature === 1 ? WITHOUT_TEMPERATURE : new Difference(input.temperature);
    this.records = quotients ? kernel.context + RECORD_OF_CONTEXT : memory.slot(RECORDS);
    setParameters(kernel, parameters);
  }

  /** Makes rows of rows `first` to `end`, with `empty` for those that have no term. */
  transform(out: CheckedArray, conclude: Conclusion, empty: number, first = 0, end = this.rows): void {
    const { n, quotients } = this;
    const y = this.results(out);
    const walk = this.walk(this.mask ? "masked" : "unmasked", y);
    if (walk.inPieces) {
      for (let row = first; row < end; row++) this.longRow(row, out, conclude, empty);
      return;
    }
    const e = workspaceOf(this.memory);
    const most = quotients && !this.mask ? this.memory.tile(this.type) : MOST_RECORDS;
    const take = (row: number, rows: number) =>
      this.ways(row, rows, (way, x, mask, i, count) => {
        const to = y.address + i * n * this.size;
        if (quotients && way !== "exact") return quotients.run(x, mask, to, e, count, n, ALL, i);
        return this.byRecords(way, x, mask, to, row + i, count, conclude, empty);
      });
    walk.batches(most, take, first, end);
  }

  /** Makes a number of each row. */
  reduce(out: FloatArray, conclude: Conclusion): void {
    const { first } = this.input;
    const walk = this.walk(this.mask ? "masked" : "unmasked");
    if (walk.inPieces) {
      for (let row = 0; row < this.rows; row++) out[first + row] = conclude(this.sumOfLong(row).sum, first + row);
      return;
    }
    walk.batches(MOST_RECORDS, (row, rows) =>
      this.ways(row, rows, (way, x, mask, i, count) => {
        const found = this.summarise(way, x, mask, count, this.n);
        this.eachSum(way, first + row + i, found >> FLAGS, (sum, number) => {
          out[number] = conclude(sum, number);
        });
        return found;
      }),
    );
  }

  /**
   * Has `run` take each stretch of rows that goes the same way, from that numbered `i` of a batch
   * on, with the addresses of entries and mask. Rows with a mask it takes as far as they are to be
   * taken so; it returns what the kernel does of how many those were.
   */
  private ways(row: number, rows: number, run: (way: Way, x: number, mask: number, i: number, rows: number) => number): void {
    const { n, size, memory } = this;
    const { address } = this.x;
    if (!this.mask || n === 0) {
      run("unmasked", address, 0, 0, rows);
      return;
    }
    for (let i = 0; i < rows; i++) {
      const found = run("masked", address + i * n * size, this.mask.address + i * n * size, i, rows - i);
      i += found >> FLAGS;
      if (i === rows) break;
      const at = i * n * size;
      if (found & CONSTANT) {
        const count = this.constants(this.mask.address / size, i, rows);
        run("unmasked", address + at, 0, i, count);
        i += count - 1;
      } else
        this.exactly(() => {
          this.top = this.entries.largest(row + i);
          this.writeDifferences(row + i, 0, n, i * n);
          run("exact", memory.slot(ENTRIES) + at, memory.slot(MASK) + at, i, 1);
        });
    }
  }

  /** The number of rows from row i on that have one finite number as their mask, as row i has. */
  private constants(mask: number, i: number, rows: number): number {
    const { n } = this;
    const view = this.memory.view(this.type);
    let row = i + 1;
    for (; row < rows; row++) {
      const first = view[mask + row * n];
      let k = Number.isFinite(first) ? 0 : n + 1;
      while (k < n && view[mask + row * n + k] === first) k++;
      if (k !== n) break;
    }
    return row - i;
  }

  private byRecords(way: Way, x: number, mask: number, y: number, row: number, rows: number, conclude: Conclusion, empty: number): number {
    const { n } = this;
    const found = this.summarise(way, x, mask, rows, n);
    const first = this.input.first + row;
    const withoutTerm: number[] = [];
    this.eachSum(way, first, found >> FLAGS, (sum, number) => {
      this.writeRecord(number - first, sum.max, conclude(sum, number));
      if (!sum.started) withoutTerm.push(number - first);
    });
    this.finish(x, way === "unmasked" ? 0 : mask, y, found >> FLAGS, n);
    for (const i of withoutTerm) this.fill(empty, y + i * n * this.size, n);
    return found;
  }

  /**
   * Calls `use` with the sums of rows that go one way, from their records, and the numbers of the
   * rows, from `first` on. A sum is another after the call.
   */
  private eachSum(way: Way, first: number, rows: number, use: (sum: ExponentialSum, number: number) => void): void {
    const mask = this.mask && way === "unmasked" ? this.input.mask : undefined;
    const sum = way === "exact" ? this.exactSum() : new ExponentialSum(this.difference);
    for (let i = 0; i < rows; i++) {
      sum.clear();
      this.readRecord(sum, way, i, mask?.array[mask.start(first + i)] ?? 0);
      use(sum, first + i);
    }
  }

  /** Makes a row of a row that is longer. */
  protected abstract longRow(row: number, out: CheckedArray, conclude: Conclusion, empty: number): void;

  /** The sum of a row that is longer. */
  protected abstract sumOfLong(row: number): { readonly sum: ExponentialSum };

  protected get entries(): Entries {
    this.known ??= new Entries(this.input);
    return this.known;
  }

  protected results(out: CheckedArray): RowArray {
    return new RowArray(this.memory, this.type, out, { length: this.n, inner: this.input.shape.inner }, ENTRIES);
  }

  private walk(way: Way, y?: RowArray): RowWalk {
    const weights = this.quotients?.weights ? [this.quotients.weights] : [];
    const inputs = way === "masked" && this.mask ? [this.x, this.mask, ...weights] : [this.x, ...weights];
    return new RowWalk(this.memory, this.type, this.rows, this.n, inputs, y ? [y] : []);
  }

  /**
   * Writes the differences of a row from its largest entry, or of a piece of it, to the slots, from
   * element `at` on.
   */
  protected writeDifferences(row: number, from: number, length: number, at: number): void {
    const { memory, size } = this;
    const view = memory.view(this.type);
    this.entries.differences(row, this.top, from, length, view, memory.slot(ENTRIES) / size + at, view, memory.slot(MASK) / size + at);
  }

  /**
   * Has the kernel's temperature at 1 meanwhile, and the slot of the mask free for second words.
   */
  protected exactly(run: () => void): void {
    const { kernel, parameters } = this;
    const { temperature } = this.input;
    if (temperature !== 1) setParameters(kernel, kernelParameters(1, parameters[6]));
    run();
    this.mask?.forget();
    if (temperature !== 1) setParameters(kernel, parameters);
  }

  /** A sum of differences from the largest entry. */
  protected exactSum(): ExponentialSum {
    const { difference, top } = this;
    return new ExponentialSum(WITHOUT_TEMPERATURE, difference.whole(top), difference.wholeLow(top));
  }

  /**
   * Has the kernel write records, and returns of how many rows, as kernels do. `told` rows it takes
   * whatever their masks are.
   */
  protected summarise(way: Way, x: number, mask: number, rows: number, n: number, told = way === "exact"): number {
    const added = way === "unmasked" ? 0 : mask;
    const { quotients, kernel } = this;
    if (quotients) return (rows << FLAGS) | (quotients.run(x, added, x, workspaceOf(this.memory), rows, n, SUM) & ((1 << FLAGS) - 1));
    return kernel.exports.summarise?.(x, added, this.records, rows, n, told ? 1 : 0, kernel.context) ?? 0;
  }

  protected finish(x: number, mask: number, y: number, rows: number, n: number): void {
    const { quotients, kernel } = this;
    if (quotients) quotients.run(x, mask, y, workspaceOf(this.memory), rows, n, QUOTIENTS);
    else kernel.exports.finish?.(x, mask, y, this.records, rows, n, kernel.context);
  }

  protected readRecord(sum: ExponentialSum, way: Way, i: number, added: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.records / 8 + i * FIELDS;
    sum.add(view[at], way === "unmasked" ? added : view[at + 3], view[at + 1], view[at + 2]);
  }

  protected writeRecord(i: number, { x, added }: Entry, value: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.records / 8 + i * FIELDS;
    view[at] = x;
    view[at + 1] = value;
    view[at + 3] = added;
  }

  protected fill(value: number, at: number, n: number): void {
    this.memory.view(this.type).fill(value, at / this.size, at / this.size + n);
  }
}
