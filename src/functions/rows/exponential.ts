import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, type FloatArray } from "../../call/arrays.js";
import { type BoundKernel, setParameters } from "../../runtime/kernel.js";
import { type LinearMemory, workspaceOf } from "../../runtime/memory.js";
import { Difference, type Entry } from "./difference.js";
import { ExponentialSum } from "./exponentialSum.js";
import { Entries, MaskedRows, MaskRows, type RowInput } from "./input.js";
import { fitElements, KeptTerms } from "./keptTerms.js";
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
 * The flags of a row with its mask, in the last bits of what a kernel returns
 * (assembly/rowwise/parts/survey.ts), the number of rows before them.
 */
const FLAGS = 5;
const CONSTANT = 1;
const BELOW = 2;
const ABOVE = 4;
const EMPTY = 8;
const ADDED = 16;

/**
 * Staging slots: entries, and later results; the mask, or second words; records; weights of rows.
 */
const ENTRIES = 0;
const MASK = 1;
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
type Way = "unmasked" | "masked" | "exact";

/** The differences of numbers that are over the temperature already. */
const WITHOUT_TEMPERATURE = /*#__PURE__*/ new Difference(1);

/**
 * Sums of exponentials of rows, and results made of them, by a kernel. Which way a row goes depends
 * on its length, the options and its numbers alone, so its bits do not depend on where it was. A
 * row that does not fit a staging slot goes in pieces, twice.
 *
 * A mask that takes arithmetic is added by the kernel. Where it is one number, it makes no
 * difference; where a sum would lose digits that the result has, the kernel is given the difference
 * of each entry from the largest instead, in two words, whose temperature is 1.
 */
export class ExponentialRows {
  private readonly kernel: BoundKernel<RowExports>;
  private readonly memory: LinearMemory;
  private readonly type: ElementType;
  private readonly n: number;
  private readonly rows: number;
  private readonly size: number;
  private readonly x: WalkedRows;
  private readonly mask: MaskRows | undefined;
  private readonly difference: Difference;
  private readonly records: number;
  /** The largest entry of a row that is taken exactly. */
  private top: Entry = { x: 0, added: 0 };
  private known: Entries | undefined;

  /** `weights` are arrays of numbers of rows that quotients need. */
  constructor(
    kernel: BoundKernel<RowExports>,
    private readonly input: RowInput,
    x: CheckedArray,
    private readonly parameters: readonly number[],
    private readonly quotients?: Quotients,
    private readonly weights: readonly RowArray[] = [],
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
    const entries = input.negated ? new NegatedRows(kernel, x, layout, ENTRIES) : new RowArray(memory, type, x, layout, ENTRIES);
    this.x = causal || (mask && !mask.words) ? new MaskedRows(entries, input) : entries;
    this.mask = mask?.words ? new MaskRows(memory, type, input, mask, MASK) : undefined;
    this.difference = input.temperature === 1 ? WITHOUT_TEMPERATURE : new Difference(input.temperature);
    this.records = quotients ? kernel.context + RECORD_OF_CONTEXT : memory.slot(RECORDS);
    setParameters(kernel, parameters);
  }

  /** Makes rows of rows, with `empty` for those that have no term. */
  transform(out: CheckedArray, conclude: Conclusion, empty: number): void {
    const { n, quotients } = this;
    const y = new RowArray(this.memory, this.type, out, { length: n, inner: this.input.shape.inner }, ENTRIES);
    const walk = this.walk(this.mask ? "masked" : "unmasked", y);
    if (walk.inPieces) {
      for (let row = 0; row < this.rows; row++) this.longRow(row, y, conclude, empty);
      return;
    }
    const e = workspaceOf(this.memory);
    walk.batches(quotients && !this.mask ? this.memory.tile(this.type) : MOST_RECORDS, (row, rows) =>
      this.ways(row, rows, (way, x, mask, i, count) => {
        const to = y.address + i * n * this.size;
        if (quotients && way !== "exact") return quotients(x, mask, to, e, count, n, ALL, i);
        return this.byRecords(way, x, mask, to, row + i, count, conclude, empty);
      }),
    );
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

  private get entries(): Entries {
    this.known ??= new Entries(this.input);
    return this.known;
  }

  private walk(way: Way, y?: RowArray): RowWalk {
    const inputs = way === "masked" && this.mask ? [this.x, this.mask, ...this.weights] : [this.x, ...this.weights];
    return new RowWalk(this.memory, this.type, this.rows, this.n, inputs, y ? [y] : []);
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

  private longRow(row: number, y: RowArray, conclude: Conclusion, empty: number): void {
    if (!this.mask && this.keptRow(row, y, conclude, empty)) return;
    const { way, sum } = this.sumOfLong(row);
    // One number for all of a row makes no difference.
    if (this.mask && way === "unmasked" && this.keptRow(row, y, conclude, empty)) return;
    const value = conclude(sum, this.input.first + row);
    this.pieces(row, way, y, (x, mask, length) => {
      if (sum.started) {
        this.writeRecord(0, sum.max, value);
        this.finish(x, mask, y.address, 1, length);
      } else this.fill(empty, y.address, length);
    });
  }

  /** Makes a long row of its terms where these can stand in its place; else returns false. */
  private keptRow(row: number, y: RowArray, conclude: Conclusion, empty: number): boolean {
    const { quotients } = this;
    if (!quotients || !fitElements(quotients)) return false;
    const terms = new KeptTerms(this.kernel, this.rows, this.n, this.x, y, quotients, this.records);
    const kept = terms.sum(row);
    const sum = new ExponentialSum(this.difference);
    sum.add(kept.largest, 0, kept.sum, kept.error);
    if (sum.started) terms.multiply(row, kept.largest, conclude(sum, this.input.first + row));
    else this.pieces(row, "unmasked", y, (_, __, length) => this.fill(empty, y.address, length));
    return true;
  }

  /** The sum of a row in pieces, and the way it is to be taken. */
  private sumOfLong(row: number): { readonly way: Way; readonly sum: ExponentialSum } {
    const sum = new ExponentialSum(this.difference);
    if (!this.mask) {
      this.pieces(row, "unmasked", undefined, (x, _, length) => this.add(sum, "unmasked", x, 0, length, 0));
      return { way: "unmasked", sum };
    }
    const found: number[] = [];
    const masks: number[] = [];
    this.pieces(row, "masked", undefined, (x, mask, length) => {
      const flags = this.summarise("masked", x, mask, 1, length, true);
      const added = this.memory.view(this.type)[mask / this.size];
      found.push(flags);
      masks.push(added);
      if (flags & CONSTANT) this.add(sum, "unmasked", x, 0, length, added);
      else if (flags & ADDED) this.readRecord(sum, "masked", 0, 0);
    });
    if (found.every((flags, i) => flags & CONSTANT && masks[i] === masks[0])) return { way: "unmasked", sum };
    const near = found.some((flags) => flags & ABOVE) || found.every((flags) => flags & EMPTY);
    if (near && found.every((flags) => flags & BELOW && flags & (CONSTANT | ADDED))) return { way: "masked", sum };
    this.top = this.entries.largest(row);
    const exact = this.exactSum();
    this.pieces(row, "exact", undefined, (x, low, length) => this.add(exact, "exact", x, low, length, 0));
    return { way: "exact", sum: exact };
  }

  /**
   * Brings a row to the kernel in pieces, each with the mask or the second words that go with it.
   */
  private pieces(row: number, way: Way, y: RowArray | undefined, run: (x: number, mask: number, length: number) => void): void {
    const { memory } = this;
    const mask = way === "unmasked" ? 0 : memory.slot(MASK);
    const outputs = y ? [y] : [];
    if (way !== "exact") {
      const inputs = way === "masked" && this.mask ? [this.x, this.mask] : [this.x];
      const walk = new RowWalk(memory, this.type, this.rows, this.n, inputs, outputs);
      walk.pieces(row, (_, length) => run(this.x.address, mask, length));
      return;
    }
    this.exactly(() =>
      new RowWalk(memory, this.type, this.rows, this.n, [], outputs).pieces(row, (from, length) => {
        this.writeDifferences(row, from, length, 0);
        run(memory.slot(ENTRIES), mask, length);
      }),
    );
  }

  /**
   * Writes the differences of a row from its largest entry, or of a piece of it, to the slots, from
   * element `at` on.
   */
  private writeDifferences(row: number, from: number, length: number, at: number): void {
    const { memory, size } = this;
    const view = memory.view(this.type);
    this.entries.differences(row, this.top, from, length, view, memory.slot(ENTRIES) / size + at, view, memory.slot(MASK) / size + at);
  }

  /**
   * Has the kernel's temperature at 1 meanwhile, and the slot of the mask free for second words.
   */
  private exactly(run: () => void): void {
    const { kernel, parameters } = this;
    const { temperature } = this.input;
    if (temperature !== 1) setParameters(kernel, kernelParameters(1, parameters[6]));
    run();
    this.mask?.forget();
    if (temperature !== 1) setParameters(kernel, parameters);
  }

  /**
   * Adds a piece to the sum of a row. `added` is the one number that a mask is which is not given.
   */
  private add(sum: ExponentialSum, way: Way, x: number, mask: number, n: number, added: number): void {
    this.summarise(way, x, mask, 1, n);
    this.readRecord(sum, way, 0, added);
  }

  /** A sum of differences from the largest entry. */
  private exactSum(): ExponentialSum {
    const { difference, top } = this;
    return new ExponentialSum(WITHOUT_TEMPERATURE, difference.whole(top), difference.wholeLow(top));
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

  /**
   * Has the kernel write records, and returns of how many rows, as kernels do. `told` rows it takes
   * whatever their masks are.
   */
  private summarise(way: Way, x: number, mask: number, rows: number, n: number, told = way === "exact"): number {
    const added = way === "unmasked" ? 0 : mask;
    const { quotients, kernel } = this;
    if (quotients) return (rows << FLAGS) | (quotients(x, added, x, workspaceOf(this.memory), rows, n, SUM, 0) & ((1 << FLAGS) - 1));
    return kernel.exports.summarise?.(x, added, this.records, rows, n, told ? 1 : 0, kernel.context) ?? 0;
  }

  private finish(x: number, mask: number, y: number, rows: number, n: number): void {
    const { quotients, kernel } = this;
    if (quotients) quotients(x, mask, y, workspaceOf(this.memory), rows, n, QUOTIENTS, 0);
    else kernel.exports.finish?.(x, mask, y, this.records, rows, n, kernel.context);
  }

  private readRecord(sum: ExponentialSum, way: Way, i: number, added: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.records / 8 + i * FIELDS;
    sum.add(view[at], way === "unmasked" ? added : view[at + 3], view[at + 1], view[at + 2]);
  }

  private writeRecord(i: number, { x, added }: Entry, value: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.records / 8 + i * FIELDS;
    view[at] = x;
    view[at + 1] = value;
    view[at + 3] = added;
  }

  private fill(value: number, at: number, n: number): void {
    this.memory.view(this.type).fill(value, at / this.size, at / this.size + n);
  }
}
