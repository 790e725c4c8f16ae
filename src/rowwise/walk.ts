import { bytesOf, type ElementType, type FloatArray } from "../arrays.js";
import type { LinearMemory } from "../memory.js";
import type { Placed } from "../placement.js";
import type { Kernel } from "../runtime.js";
import type { Shape } from "../shape.js";
import { setParameters } from "./call.js";
import { copyStretches, entriesOf } from "./columns.js";
import { Difference, type Entry } from "./difference.js";
import { Entries, type Given } from "./entries.js";
import { StagedMask } from "./stagedMask.js";
import { Summary } from "./summary.js";
import { kernelParameters } from "./temperature.js";

/** What the modules export for rows that go through them from left to right: assembly/rowwise/rows.ts. */
export interface RowExports {
  /** Writes a record for each row: m, the sum of its terms in two words, the mask at m. */
  summarise(x: number, records: number, rows: number, n: number, c: number): void;
  /** The same of rows to which the mask is to be added as it is: of all if it is `told` so, else as many as are so, which it returns. */
  summariseMasked(x: number, mask: number, records: number, rows: number, n: number, told: number, c: number): number;
  /** What a mask does to the first row, in five bits, and before them, how many rows there are of that kind. */
  survey(x: number, mask: number, rows: number, n: number, c: number): number;
}

/** The pass that writes records. */
export interface Summing {
  readonly plain: RowExports["summarise"];
  readonly masked: RowExports["summariseMasked"];
}

/** The last pass, from records whose second number is what it needs. */
export interface Finish {
  readonly plain: (x: number, y: number, records: number, rows: number, n: number, c: number) => void;
  readonly masked: (x: number, mask: number, y: number, records: number, rows: number, n: number, c: number) => void;
}

/** All passes in one, for rows that fit the scratch at e. The first is number `row`. */
export interface Whole {
  readonly plain: (x: number, y: number, e: number, rows: number, n: number, row: number) => void;
  /** Returns how many rows it did, from the first on: those to which the mask is to be added as it is. */
  readonly masked: (x: number, mask: number, y: number, e: number, rows: number, n: number, row: number) => number;
  /** For each row of a batch, elements that `masked` needs at the end of the mask's slot. Default 0. */
  readonly beside?: number;
}

/** What the last pass needs to know of a row, or what a row becomes. */
export type Conclusion = (summary: Summary, row: number) => number;

/** Staging slots: entries, and later results; the mask, or second words; terms or records. */
const ENTRIES = 0;
const MASK = 1;
const WORK = 2;

/** What a survey finds, in bits: assembly/rowwise/survey.ts. */
const CONSTANT = 1;
const BELOW = 2;
const ABOVE = 4;
const EMPTY = 8;
const ADDED = 16;
const FLAGS = 5;

/** Between differences that are over the temperature. */
const WITHOUT_TEMPERATURE = /*#__PURE__*/ new Difference(1);

/** How a row is taken: without its mask, with it, or as exact differences from its largest entry. */
type Way = "plain" | "masked" | "exact";

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
  /** The largest entries of rows that are taken exactly. */
  private tops: Entry[] = [];

  /** `parameters` are what the kernel is given. */
  constructor(
    private readonly kernel: Kernel<RowExports>,
    private readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly given: Given,
    private readonly x: Placed,
    private readonly parameters: readonly number[],
    private readonly summing: Summing = { plain: kernel.exports.summarise, masked: kernel.exports.summariseMasked },
  ) {
    this.entries = new Entries(given);
    this.shape = given.shape;
    this.tile = memory.tile(type);
    this.size = bytesOf(type);
    if (given.mask?.words) this.mask = new StagedMask(memory, type, MASK, given.mask, this.entries);
    this.difference = new Difference(given.temperature);
    setParameters(kernel, memory, parameters);
  }

  private get rows(): number {
    return this.shape.outer * this.shape.inner;
  }

  /** Rows to rows: in one pass by `whole`, or from records by `finish`, with `empty` for those that have no term. */
  transform(out: Placed, finish: Finish, conclude: Conclusion, empty: number, whole?: Whole): void {
    const { n } = this.shape;
    const beside = (this.mask && whole?.beside) ?? 0;
    if (n + beside > this.tile) this.longRows(out, finish, conclude, empty);
    else this.shortRows(out, finish, conclude, empty, n + beside, whole);
  }

  private shortRows(out: Placed, finish: Finish, conclude: Conclusion, empty: number, room: number, whole?: Whole): void {
    const { n } = this.shape;
    const direct = out.at >= 0 && this.shape.inner === 1;
    const staged = !direct || !this.inPlace;
    for (let row = 0, rows = 0; row < this.rows; row += rows) {
      rows = Math.min(this.rows - row, this.batch(staged, !whole, room));
      const to = direct ? out.at + row * n * this.size : this.memory.slot(ENTRIES);
      const addressOf = (first: number) => to + (first - row) * n * this.size;
      this.ways(row, rows, (way, x, mask, first, count) => {
        if (whole && way === "plain") whole.plain(x, addressOf(first), this.memory.slot(WORK), count, n, first);
        else if (whole && way === "masked") return whole.masked(x, mask, addressOf(first), this.memory.slot(WORK), count, n, first);
        else return this.throughRecords(way, x, mask, addressOf(first), first, count, finish, conclude, empty);
        return count;
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
        const summaries = this.summaries(way, x, mask, first, count);
        summaries.forEach((summary, i) => {
          out[first + i] = conclude(summary, first + i);
        });
        return summaries.length;
      });
    }
  }

  /**
   * Brings rows to where the kernel reads them, and has `run` take each stretch that goes the same way, with the addresses of entries
   * and mask. It returns how many rows it took: of rows with a mask, those from the first on that are to be taken so.
   */
  private ways(row: number, rows: number, run: (way: Way, x: number, mask: number, row: number, rows: number) => number): void {
    const { n } = this.shape;
    const x = this.enter(row, rows, 0, n);
    if (!this.mask || n === 0) {
      run("plain", x, 0, row, rows);
      return;
    }
    const { exports, context } = this.kernel;
    const mask = this.mask.enter(row, rows, 0, n);
    for (let i = 0, count = 0; i < rows; i += count) {
      const at = i * n * this.size;
      count = run("masked", x + at, mask + at, row + i, rows - i);
      if (count > 0) continue;
      const found = exports.survey(x + at, mask + at, rows - i, n, context);
      count = found >> FLAGS;
      if (found & CONSTANT) run("plain", x + at, 0, row + i, count);
      else
        this.exactly(() => {
          this.tops = Array.from({ length: count }, (_, k) => this.entries.largest(row + i + k));
          for (let k = 0; k < count; k++) this.differences(row + i + k, this.tops[k], 0, n, (i + k) * n);
          run("exact", this.memory.slot(ENTRIES) + at, this.memory.slot(MASK) + at, row + i, count);
        });
    }
  }

  private throughRecords(
    way: Way,
    x: number,
    mask: number,
    y: number,
    row: number,
    rows: number,
    finish: Finish,
    conclude: Conclusion,
    empty: number,
  ): number {
    const { n } = this.shape;
    const summaries = this.summaries(way, x, mask, row, rows);
    summaries.forEach((summary, i) => {
      this.record(i, summary.centre, conclude(summary, row + i));
    });
    this.finish(finish, way, x, mask, y, summaries.length, n);
    const view = this.memory.view(this.type);
    summaries.forEach(({ started }, i) => {
      if (!started) view.fill(empty, y / this.size + i * n, y / this.size + (i + 1) * n);
    });
    return summaries.length;
  }

  private longRows(out: Placed, finish: Finish, conclude: Conclusion, empty: number): void {
    const direct = out.at >= 0 && this.shape.inner === 1;
    for (let row = 0; row < this.rows; row++) {
      const { way, summary } = this.summaryOfLong(row);
      const value = conclude(summary, row);
      this.pieces(row, way, (x, mask, from, length) => {
        const y = direct ? out.at + (row * this.shape.n + from) * this.size : this.memory.slot(ENTRIES);
        if (summary.started) {
          this.record(0, summary.centre, value);
          this.finish(finish, way, x, mask, y, 1, length);
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
      const flags = this.kernel.exports.survey(x, mask, 1, length, this.kernel.context);
      const added = this.memory.view(this.type)[mask / this.size];
      found.push(flags);
      masks.push(added);
      if (flags & CONSTANT) this.add(summary, "plain", x, mask, length, added);
      else if (flags & ADDED) this.add(summary, "masked", x, mask, length, 0);
    });
    if (found.every((flags, i) => flags & CONSTANT && masks[i] === masks[0])) return { way: "plain", summary };
    const near = found.some((flags) => flags & ABOVE) || found.every((flags) => flags & EMPTY);
    if (near && found.every((flags) => flags & BELOW && flags & (CONSTANT | ADDED))) return { way: "masked", summary };
    this.tops = [this.entries.largest(row)];
    const exact = new Summary(WITHOUT_TEMPERATURE, this.difference.whole(this.tops[0]));
    this.pieces(row, "exact", (x, low, _, length) => this.add(exact, "exact", x, low, length, 0));
    return { way: "exact", summary: exact };
  }

  /** Adds a piece to what is known of a row. `added` is the one number that a mask is which is not given. */
  private add(summary: Summary, way: Way, x: number, mask: number, n: number, added: number): void {
    this.summarise(way, x, mask, 1, n);
    this.read(summary, way, 0, added);
  }

  /** What becomes of rows that go one way: of all of them, or of as many as do. */
  private summaries(way: Way, x: number, mask: number, row: number, rows: number): Summary[] {
    const { array, start } = this.given.mask ?? {};
    const constant = this.mask && way === "plain" ? start : undefined;
    return Array.from({ length: this.summarise(way, x, mask, rows, this.shape.n) }, (_, i) => {
      const exact = way === "exact" ? this.difference.whole(this.tops[i]) : 0;
      const summary = new Summary(way === "exact" ? WITHOUT_TEMPERATURE : this.difference, exact);
      this.read(summary, way, i, (constant && array?.[constant(row + i)]) ?? 0);
      return summary;
    });
  }

  /** Has the kernel write records, and returns of how many rows. */
  private summarise(way: Way, x: number, mask: number, rows: number, n: number): number {
    const { context } = this.kernel;
    const records = this.memory.slot(WORK);
    if (way !== "plain") return this.summing.masked(x, mask, records, rows, n, way === "exact" ? 1 : 0, context);
    this.summing.plain(x, records, rows, n, context);
    return rows;
  }

  private read(summary: Summary, way: Way, i: number, added: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.memory.slot(WORK) / 8 + i * FIELDS;
    summary.add({ x: view[at], added: way === "plain" ? added : view[at + 3] }, view[at + 1], view[at + 2]);
  }

  private record(i: number, { x, added }: Entry, value: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.memory.slot(WORK) / 8 + i * FIELDS;
    view[at] = x;
    view[at + 1] = value;
    view[at + 3] = added;
  }

  private finish({ plain, masked }: Finish, way: Way, x: number, mask: number, y: number, rows: number, n: number): void {
    const { context } = this.kernel;
    const records = this.memory.slot(WORK);
    if (way === "plain") plain(x, y, records, rows, n, context);
    else masked(x, mask, y, records, rows, n, context);
  }

  /** Brings a row to the kernel in pieces, each with the mask or the second words that go with it. */
  private pieces(row: number, way: Way, run: (x: number, mask: number, from: number, length: number) => void): void {
    const { n } = this.shape;
    const each = () => {
      for (let from = 0; from < n; from += this.tile) {
        const length = Math.min(this.tile, n - from);
        if (way === "exact") this.differences(row, this.tops[0], from, length, 0);
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
