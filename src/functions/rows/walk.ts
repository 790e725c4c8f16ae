import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, type FloatArray } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Kernel } from "../../runtime/runtime.js";
import { setParameters } from "./call.js";
import { copyStretches, entriesOf } from "./columns.js";
import { Difference, type Entry } from "./difference.js";
import { Entries, type RowInput } from "./entries.js";
import { ABOVE, ADDED, BELOW, CONSTANT, EMPTY, FLAGS, type Passes } from "./passes.js";
import { StagedMask } from "./stagedMask.js";
import { Summary } from "./summary.js";
import { kernelParameters } from "./temperature.js";

/** What the last pass needs to know of a row, or what a row becomes. */
export type Conclusion = (summary: Summary, row: number) => number;

/** Staging slots: entries, and later results; the mask, or second words; terms or records. */
const ENTRIES = 0;
const MASK = 1;
const WORK = 2;

/** Between differences that are over the temperature. */
const WITHOUT_TEMPERATURE = /*#__PURE__*/ new Difference(1);

/** How a row is taken: without its mask, with it, or as exact differences from its largest entry. */
type Way = "plain" | "masked" | "exact";

/** Where a context has room for a record: assembly/rowwise/passes.ts. */
const RECORD_OF_CONTEXT = 208;

/** Bytes and f64 of a record. */
const RECORD = 32;
const FIELDS = 4;

/**
 * Takes rows through a kernel. Those that are not in hillock's memory as the kernel wants them pass through the staging slots, as many
 * whole rows at a time as fit. A row that does not fit goes in pieces, twice: once for its sum, once for the results. Which way a row
 * goes depends on its length, the options and its numbers alone, so its bits do not depend on where it was.
 *
 * A mask that takes arithmetic is added by the kernel. Where it is one number, it makes no difference; where a sum would lose digits that
 * the result has, the kernel is given the difference of each entry from the largest instead, in two words, whose temperature is 1.
 */
export class RowWalk {
  private readonly entries: Entries;
  private readonly shape: Shape;
  private readonly tile: number;
  private readonly size: number;
  private readonly mask: StagedMask | undefined;
  private readonly difference: Difference;
  /** The largest entry of a row that is taken exactly. */
  private top: Entry = { x: 0, added: 0 };

  /** `parameters` are what the kernel is given. */
  constructor(
    private readonly kernel: Kernel<unknown>,
    private readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly given: RowInput,
    private readonly x: CheckedArray,
    private readonly parameters: readonly number[],
    private readonly passes: Passes,
  ) {
    this.entries = new Entries(given);
    this.shape = given.shape;
    this.tile = memory.tile(type);
    this.size = bytesOf(type);
    this.mask = given.mask?.words ? new StagedMask(memory, type, MASK, given.mask, this.entries) : undefined;
    this.difference = new Difference(given.temperature);
    setParameters(kernel, memory, parameters);
  }

  private get rows(): number {
    return this.shape.outer * this.shape.inner;
  }

  /** Where records are: in the context where there is one at a time, as its terms take up the work slots. */
  private get records(): number {
    return this.passes.whole ? this.kernel.context + RECORD_OF_CONTEXT : this.memory.slot(WORK);
  }

  /** Rows to rows, with `empty` for those that have no term. */
  transform(out: CheckedArray, conclude: Conclusion, empty: number): void {
    const room = this.shape.n + ((this.mask && this.passes.whole?.beside) ?? 0);
    if (room > this.tile) this.longRows(out, conclude, empty);
    else this.shortRows(out, conclude, empty, room);
  }

  private shortRows(out: CheckedArray, conclude: Conclusion, empty: number, room: number): void {
    const { n } = this.shape;
    const { whole } = this.passes;
    const direct = out.at >= 0 && this.shape.inner === 1;
    const staged = !direct || !this.inPlace;
    for (let row = 0, rows = 0; row < this.rows; row += rows) {
      rows = Math.min(this.rows - row, this.batch(staged, !whole, room));
      const to = direct ? out.at + row * n * this.size : this.memory.slot(ENTRIES);
      this.ways(row, rows, (way, x, mask, first, count) => {
        const y = to + (first - row) * n * this.size;
        if (!whole || way === "exact") return this.throughRecords(way, x, mask, y, first, count, conclude, empty);
        if (way === "masked") return whole.masked(x, mask, y, count, n, first);
        whole.plain(x, y, count, n, first);
        return count << FLAGS;
      });
      if (!direct) this.leave(out.array, row, rows, 0, n);
    }
  }

  /** Rows to numbers. */
  reduce(out: FloatArray, conclude: Conclusion): void {
    const { n } = this.shape;
    if (n > this.tile) {
      for (let row = 0; row < this.rows; row++) out[row] = conclude(this.summaryOfLong(row).summary, row);
      return;
    }
    for (let row = 0, rows = 0; row < this.rows; row += rows) {
      rows = Math.min(this.rows - row, this.batch(!this.inPlace, true, n));
      this.ways(row, rows, (way, x, mask, first, count) => {
        const found = this.summarise(way, x, mask, count, n);
        this.summaries(way, first, found >> FLAGS).forEach((summary, i) => {
          out[first + i] = conclude(summary, first + i);
        });
        return found;
      });
    }
  }

  /**
   * Brings rows to where the kernel reads them, and has `run` take each stretch that goes the same way, with the addresses of entries
   * and mask. Rows with a mask it takes as far as they are to be taken so; it returns what the kernel does of how many those were.
   */
  private ways(row: number, rows: number, run: (way: Way, x: number, mask: number, row: number, rows: number) => number): void {
    const { n } = this.shape;
    const x = this.enter(row, rows, 0, n);
    if (!this.mask || n === 0) {
      run("plain", x, 0, row, rows);
      return;
    }
    const mask = this.mask.enter(row, rows, 0, n);
    for (let i = 0; i < rows; i++) {
      const from = i * n * this.size;
      const found = run("masked", x + from, mask + from, row + i, rows - i);
      i += found >> FLAGS;
      if (i === rows) break;
      const at = i * n * this.size;
      if (found & CONSTANT) {
        const count = this.constants(mask / this.size, i, rows);
        run("plain", x + at, 0, row + i, count);
        i += count - 1;
      } else
        this.exactly(() => {
          this.top = this.entries.largest(row + i);
          this.differences(row + i, this.top, 0, n, i * n);
          run("exact", this.memory.slot(ENTRIES) + at, this.memory.slot(MASK) + at, row + i, 1);
        });
    }
  }

  /** How many rows from row i on have one finite number as their mask, as row i has. */
  private constants(mask: number, i: number, rows: number): number {
    const { n } = this.shape;
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

  private throughRecords(
    way: Way,
    x: number,
    mask: number,
    y: number,
    row: number,
    rows: number,
    conclude: Conclusion,
    empty: number,
  ): number {
    const { n } = this.shape;
    const found = this.summarise(way, x, mask, rows, n);
    const summaries = this.summaries(way, row, found >> FLAGS);
    summaries.forEach((summary, i) => {
      this.record(i, summary.centre, conclude(summary, row + i));
    });
    this.finish(way, x, mask, y, summaries.length, n);
    const view = this.memory.view(this.type);
    summaries.forEach(({ started }, i) => {
      if (!started) view.fill(empty, y / this.size + i * n, y / this.size + (i + 1) * n);
    });
    return found;
  }

  private longRows(out: CheckedArray, conclude: Conclusion, empty: number): void {
    const direct = out.at >= 0 && this.shape.inner === 1;
    for (let row = 0; row < this.rows; row++) {
      const { way, summary } = this.summaryOfLong(row);
      const value = conclude(summary, row);
      this.pieces(row, way, (x, mask, from, length) => {
        const y = direct ? out.at + (row * this.shape.n + from) * this.size : this.memory.slot(ENTRIES);
        if (summary.started) {
          this.record(0, summary.centre, value);
          this.finish(way, x, mask, y, 1, length);
        } else this.memory.view(this.type).fill(empty, y / this.size, y / this.size + length);
        if (!direct) this.leave(out.array, row, 1, from, length);
      });
    }
  }

  /** What becomes of a row in pieces, and how it is to be taken. */
  private summaryOfLong(row: number): { readonly way: Way; readonly summary: Summary } {
    const summary = new Summary(this.difference);
    if (!this.mask) {
      this.pieces(row, "plain", (x, _, __, length) => this.add(summary, "plain", x, 0, length, 0));
      return { way: "plain", summary };
    }
    const found: number[] = [];
    const masks: number[] = [];
    this.pieces(row, "masked", (x, mask, _, length) => {
      const flags = this.passes.sumMasked(x, mask, this.records, 1, length, true);
      const added = this.memory.view(this.type)[mask / this.size];
      found.push(flags);
      masks.push(added);
      if (flags & CONSTANT) this.add(summary, "plain", x, mask, length, added);
      else if (flags & ADDED) this.read(summary, "masked", 0, 0);
    });
    if (found.every((flags, i) => flags & CONSTANT && masks[i] === masks[0])) return { way: "plain", summary };
    const near = found.some((flags) => flags & ABOVE) || found.every((flags) => flags & EMPTY);
    if (near && found.every((flags) => flags & BELOW && flags & (CONSTANT | ADDED))) return { way: "masked", summary };
    this.top = this.entries.largest(row);
    const exact = new Summary(WITHOUT_TEMPERATURE, this.difference.whole(this.top));
    this.pieces(row, "exact", (x, low, _, length) => this.add(exact, "exact", x, low, length, 0));
    return { way: "exact", summary: exact };
  }

  /** Adds a piece to what is known of a row. `added` is the one number that a mask is which is not given. */
  private add(summary: Summary, way: Way, x: number, mask: number, n: number, added: number): void {
    this.summarise(way, x, mask, 1, n);
    this.read(summary, way, 0, added);
  }

  /** What becomes of rows that go one way, from their records. */
  private summaries(way: Way, row: number, rows: number): Summary[] {
    const { array, start } = this.given.mask ?? {};
    const constant = this.mask && way === "plain" ? start : undefined;
    return Array.from({ length: rows }, (_, i) => {
      const exact = way === "exact" ? this.difference.whole(this.top) : 0;
      const summary = new Summary(way === "exact" ? WITHOUT_TEMPERATURE : this.difference, exact);
      this.read(summary, way, i, (constant && array?.[constant(row + i)]) ?? 0);
      return summary;
    });
  }

  /** Has the kernel write records, and returns of how many rows, as kernels do. */
  private summarise(way: Way, x: number, mask: number, rows: number, n: number): number {
    if (way !== "plain") return this.passes.sumMasked(x, mask, this.records, rows, n, way === "exact");
    this.passes.sum(x, this.records, rows, n);
    return rows << FLAGS;
  }

  private read(summary: Summary, way: Way, i: number, added: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.records / 8 + i * FIELDS;
    summary.add({ x: view[at], added: way === "plain" ? added : view[at + 3] }, view[at + 1], view[at + 2]);
  }

  private record(i: number, { x, added }: Entry, value: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.records / 8 + i * FIELDS;
    view[at] = x;
    view[at + 1] = value;
    view[at + 3] = added;
  }

  private finish(way: Way, x: number, mask: number, y: number, rows: number, n: number): void {
    if (way === "plain") this.passes.finish?.(x, y, this.records, rows, n);
    else this.passes.finishMasked?.(x, mask, y, this.records, rows, n);
  }

  /** Brings a row to the kernel in pieces, each with the mask or the second words that go with it. */
  private pieces(row: number, way: Way, run: (x: number, mask: number, from: number, length: number) => void): void {
    const { n } = this.shape;
    const each = () => {
      for (let from = 0; from < n; from += this.tile) {
        const length = Math.min(this.tile, n - from);
        if (way === "exact") this.differences(row, this.top, from, length, 0);
        const x = way === "exact" ? this.memory.slot(ENTRIES) : this.enter(row, 1, from, length);
        if (way === "masked") this.mask?.enter(row, 1, from, length);
        run(x, this.memory.slot(MASK), from, length);
      }
    };
    if (way === "exact") this.exactly(each);
    else each();
  }

  /** Writes the differences of a row from its largest entry, or of a piece of it, to the slots, from element `at` on. */
  private differences(row: number, top: Entry, from: number, length: number, at: number): void {
    const view = this.memory.view(this.type);
    const first = this.memory.slot(ENTRIES) / this.size + at;
    const second = this.memory.slot(MASK) / this.size + at;
    this.entries.differences(row, top, from, length, view, first, view, second);
  }

  /** Has the kernel's temperature at 1 meanwhile, and the slot of the mask free for second words. */
  private exactly(run: () => void): void {
    const { temperature } = this.given;
    if (temperature !== 1) setParameters(this.kernel, this.memory, kernelParameters(1, this.parameters[6]));
    run();
    this.mask?.forget();
    if (temperature !== 1) setParameters(this.kernel, this.memory, this.parameters);
  }

  /** Whether x is as the kernel reads it, but for where it is. */
  private get asIs(): boolean {
    return this.mask !== undefined || this.given.mask === undefined;
  }

  /** Whether the kernel reads x where it is. */
  private get inPlace(): boolean {
    return this.x.at >= 0 && this.asIs && this.shape.inner === 1 && !this.given.causal;
  }

  /** Rows to a call: there may be a slot with `room` elements for each of them, and one with their records. */
  private batch(staged: boolean, records: boolean, room: number): number {
    const fitting = (staged || this.mask) && room > 0 ? Math.floor(this.tile / room) : this.rows;
    return Math.min(fitting, records || this.mask ? (this.tile * this.size) / RECORD : this.tile);
  }

  /** The address of rows, or of a piece of one. */
  private enter(row: number, rows: number, from: number, length: number): number {
    const { memory, type, x } = this;
    const { n, inner } = this.shape;
    const at = memory.slot(ENTRIES) / this.size;
    if (this.inPlace) return x.at + (row * n + from) * this.size;
    if (!this.asIs) for (let i = 0; i < rows; i++) this.entries.copy(row + i, from, length, memory.view(type), at + i * length);
    else if (inner === 1) {
      memory.copyIn(ENTRIES, x.array, type, row * n + from, rows * length);
      if (this.given.causal) this.leaveOut(row, rows, from, length);
    } else
      for (let i = 0; i < rows; i++) {
        const source = entriesOf(this.shape, row + i, from);
        copyStretches(type, x.array, source, memory.view(type), { start: at + i * length, step: 1 }, length, 1);
      }
    return memory.slot(ENTRIES);
  }

  /** Has -Infinity beyond the diagonal. */
  private leaveOut(row: number, rows: number, from: number, length: number): void {
    const view = this.memory.view(this.type);
    for (let i = 0; i < rows; i++) {
      const at = this.memory.slot(ENTRIES) / this.size + i * length;
      view.fill(-Infinity, at + this.entries.counted(row + i, from, length), at + length);
    }
  }

  /** Takes results from the slot of the entries to where they belong. */
  private leave(array: FloatArray, row: number, rows: number, from: number, length: number): void {
    const { n, inner } = this.shape;
    if (inner === 1) {
      this.memory.copyOut(ENTRIES, array, this.type, row * n + from, rows * length);
      return;
    }
    const view = this.memory.view(this.type);
    const at = this.memory.slot(ENTRIES) / this.size;
    for (let i = 0; i < rows; i++) {
      const target = entriesOf(this.shape, row + i, from);
      copyStretches(this.type, view, { start: at + i * length, step: 1 }, array, target, length, 1);
    }
  }
}
