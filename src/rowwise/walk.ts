import { bytesOf, type ElementType, type FloatArray } from "../arrays.js";
import type { LinearMemory } from "../memory.js";
import type { Placed } from "../placement.js";
import type { Kernel } from "../runtime.js";
import type { Shape } from "../shape.js";
import { copyStretches, entriesOf } from "./columns.js";
import { Entries, type Given, nearest, type Words } from "./entries.js";
import { Summary } from "./summary.js";

/** What the modules export for rows that go through them from left to right: assembly/rowwise/rows.ts. */
export interface RowExports {
  /** Writes a record for each row: m, the sum of its terms in two words. */
  summarise(x: number, records: number, rows: number, n: number, c: number): void;
  summariseWords(x: number, low: number, records: number, rows: number, n: number, c: number): void;
}

/** The last pass, from records whose second number is what it needs. */
export interface Finish {
  readonly plain: (x: number, y: number, records: number, rows: number, n: number, c: number) => void;
  readonly words: (x: number, low: number, y: number, records: number, rows: number, n: number, c: number) => void;
}

/** All passes in one, for rows that fit the scratch at e. The first is number `row`. */
export type Whole = (x: number, y: number, e: number, rows: number, n: number, row: number) => void;

/** What the last pass needs to know of a row, or what a row becomes. */
export type Conclusion = (summary: Summary, row: number) => number;

/** Staging slots: entries, and later results; second words; terms or records. */
const ENTRIES = 0;
const LOW = 1;
const WORK = 2;

/** Bytes and f64 of a record. */
const RECORD = 32;
const FIELDS = 4;

/**
 * Takes rows through a kernel. Those that are not in hillock's memory as the kernel wants them pass through the staging slots, as many
 * whole rows at a time as fit. A row that does not fit goes in pieces, twice: once for its sum, once for the results. Which way a row
 * goes depends on its length and the options alone, so its bits do not depend on where it was.
 */
export class RowWalk {
  private readonly entries: Entries;
  private readonly shape: Shape;
  private readonly tile: number;
  private readonly size: number;
  /** Whether entries are given to the kernel in two words. */
  private readonly words: boolean;
  /** Of each row of a batch, what was taken from its entries. */
  private tops: Words[] = [];

  constructor(
    private readonly kernel: Kernel<RowExports>,
    private readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly given: Given,
    private readonly x: Placed,
  ) {
    this.entries = new Entries(given);
    this.shape = given.shape;
    this.words = given.mask?.words ?? false;
    this.tile = memory.tile(type);
    this.size = bytesOf(type);
  }

  private get rows(): number {
    return this.shape.outer * this.shape.inner;
  }

  /** Rows to rows: in one pass by `whole`, or from records by `finish`, with `empty` for those that have no term. */
  transform(out: Placed, finish: Finish, conclude: Conclusion, empty: number, whole?: Whole): void {
    const { n } = this.shape;
    if (n > this.tile) this.longRows(out, finish, conclude, empty);
    else this.shortRows(out, finish, conclude, empty, whole);
  }

  private shortRows(out: Placed, finish: Finish, conclude: Conclusion, empty: number, whole?: Whole): void {
    const { n } = this.shape;
    const direct = out.at >= 0 && this.shape.inner === 1;
    const staged = !direct || !this.inPlace;
    for (let row = 0, rows = 0; row < this.rows; row += rows) {
      rows = Math.min(this.rows - row, this.batch(staged, !whole || this.words));
      const from = this.enter(row, rows, 0, n);
      const to = direct ? out.at + row * n * this.size : this.memory.slot(ENTRIES);
      if (whole && !this.words) whole(from, to, this.memory.slot(WORK), rows, n, row);
      else this.throughRecords(from, to, row, rows, finish, conclude, empty);
      if (!direct) this.leave(out.array, row, rows, 0, n);
    }
  }

  /** Rows to numbers. */
  reduce(out: FloatArray, conclude: Conclusion): void {
    const { n } = this.shape;
    for (let row = 0, rows = 0; row < this.rows; row += rows) {
      rows = n > this.tile ? 1 : Math.min(this.rows - row, this.batch(!this.inPlace, true));
      const summaries = n > this.tile ? [this.summaryOfLong(row)] : this.summaries(this.enter(row, rows, 0, n), rows);
      summaries.forEach((summary, i) => {
        out[row + i] = conclude(summary, row + i);
      });
    }
  }

  private throughRecords(from: number, to: number, row: number, rows: number, finish: Finish, conclude: Conclusion, empty: number): void {
    const { n } = this.shape;
    const summaries = this.summaries(from, rows);
    summaries.forEach((summary, i) => {
      this.record(i, summary.centre, conclude(summary, row + i));
    });
    this.finish(finish, from, to, rows, n);
    const view = this.memory.view(this.type);
    summaries.forEach(({ started }, i) => {
      if (!started) view.fill(empty, to / this.size + i * n, to / this.size + (i + 1) * n);
    });
  }

  private longRows(out: Placed, finish: Finish, conclude: Conclusion, empty: number): void {
    const direct = out.at >= 0 && this.shape.inner === 1;
    for (let row = 0; row < this.rows; row++) {
      const summary = this.summaryOfLong(row);
      const value = conclude(summary, row);
      this.pieces((from, length) => {
        const to = direct ? out.at + (row * this.shape.n + from) * this.size : this.memory.slot(ENTRIES);
        if (summary.started) {
          const at = this.enter(row, 1, from, length);
          this.record(0, summary.centre, value);
          this.finish(finish, at, to, 1, length);
        } else this.memory.view(this.type).fill(empty, to / this.size, to / this.size + length);
        if (!direct) this.leave(out.array, row, 1, from, length);
      });
    }
  }

  private summaryOfLong(row: number): Summary {
    const summary = this.newSummary();
    if (this.words) this.tops = [this.entries.largest(row)];
    this.pieces((from, length) => this.summarise(this.enter(row, 1, from, length), 1, length, [summary]));
    if (this.words) summary.offset = nearest(this.tops[0]);
    return summary;
  }

  private summaries(from: number, rows: number): Summary[] {
    const summaries = Array.from({ length: rows }, () => this.newSummary());
    this.summarise(from, rows, this.shape.n, summaries);
    if (this.words)
      summaries.forEach((summary, i) => {
        summary.offset = nearest(this.tops[i]);
      });
    return summaries;
  }

  private newSummary(): Summary {
    return new Summary(this.words ? 1 : this.given.temperature);
  }

  private summarise(from: number, rows: number, n: number, into: readonly Summary[]): void {
    const { exports, context } = this.kernel;
    const records = this.memory.slot(WORK);
    if (this.words) exports.summariseWords(from, this.memory.slot(LOW), records, rows, n, context);
    else exports.summarise(from, records, rows, n, context);
    const view = this.memory.view("Float64Array");
    into.forEach((summary, i) => {
      const at = records / 8 + i * FIELDS;
      summary.add(view[at], view[at + 1], view[at + 2]);
    });
  }

  private record(i: number, centre: number, value: number): void {
    const view = this.memory.view("Float64Array");
    const at = this.memory.slot(WORK) / 8 + i * FIELDS;
    view[at] = centre;
    view[at + 1] = value;
  }

  private finish({ plain, words }: Finish, from: number, to: number, rows: number, n: number): void {
    const { context } = this.kernel;
    const records = this.memory.slot(WORK);
    if (this.words) words(from, this.memory.slot(LOW), to, records, rows, n, context);
    else plain(from, to, records, rows, n, context);
  }

  private pieces(run: (from: number, length: number) => void): void {
    const { n } = this.shape;
    for (let from = 0; from < n; from += this.tile) run(from, Math.min(this.tile, n - from));
  }

  /** Whether the kernel reads x where it is. */
  private get inPlace(): boolean {
    return this.x.at >= 0 && this.entries.plain;
  }

  /** Rows to a call: there may be a slot with an element for each of them. */
  private batch(staged: boolean, records: boolean): number {
    const fitting = staged && this.shape.n > 0 ? Math.floor(this.tile / this.shape.n) : this.rows;
    return Math.min(fitting, records ? (this.tile * this.size) / RECORD : this.tile);
  }

  /** The address of rows, or of a piece of one. */
  private enter(row: number, rows: number, from: number, length: number): number {
    const { memory, type, x } = this;
    const { n } = this.shape;
    if (this.inPlace) return x.at + (row * n + from) * this.size;
    if (this.entries.plain) memory.copyIn(ENTRIES, x.array, type, row * n + from, rows * length);
    else {
      const view = memory.view(type);
      const at = memory.slot(ENTRIES) / this.size;
      const lowAt = memory.slot(LOW) / this.size;
      for (let i = 0; i < rows; i++) {
        if (!this.words) this.entries.copy(row + i, from, length, view, at + i * length);
        else {
          if (length === n) this.tops[i] = this.entries.largest(row + i);
          this.entries.differences(row + i, this.tops[i], from, length, view, at + i * length, view, lowAt + i * length);
        }
      }
    }
    return memory.slot(ENTRIES);
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
