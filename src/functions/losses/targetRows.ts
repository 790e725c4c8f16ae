import { bytesOf } from "../../call/arrays.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { WalkedRows } from "../rows/walk.js";
import type { Rows } from "./rows.js";

/** Bytes of a label and its weight. */
export const BYTES_OF_LABEL = 16;

/** The label and the weight of each row, as f64: the targets of a kernel without smoothing. */
export class LabelRows implements WalkedRows {
  readonly length = 1;
  readonly direct = false;
  readonly address: number;

  constructor(
    private readonly memory: LinearMemory,
    private readonly labels: ArrayLike<number>,
    private readonly weights: ArrayLike<number> | undefined,
    slot: number,
  ) {
    this.address = memory.slot(slot);
  }

  enter(row: number, rows: number, _from = 0, _length = 1, memory = this.memory, address = this.address): void {
    const { labels, weights } = this;
    const view = memory.view("Float64Array");
    const at = address / 8;
    for (let i = 0; i < rows; i++) {
      const label = labels[row + i];
      view[at + 2 * i] = label;
      view[at + 2 * i + 1] = label < 0 ? 0 : weights ? weights[label] : 1;
    }
  }
}

/** The distributions that labels mean: 1 at the label, 0 elsewhere. */
export class OneHotRows implements WalkedRows {
  readonly direct = false;
  readonly address: number;

  constructor(
    private readonly memory: LinearMemory,
    private readonly call: Rows,
    private readonly labels: ArrayLike<number>,
    slot: number,
  ) {
    this.address = memory.slot(slot);
  }

  get length(): number {
    return this.call.shape.n;
  }

  enter(row: number, rows: number, from: number, length: number, memory = this.memory, address = this.address): void {
    const { type } = this.call;
    const view = memory.view(type);
    const at = address / bytesOf(type);
    view.fill(0, at, at + rows * length);
    for (let i = 0; i < rows; i++) {
      const position = this.labels[row + i] - from;
      if (position >= 0 && position < length) view[at + i * length + position] = 1;
    }
  }
}

/** The weights of the classes in f64, the same for every row. */
export class ClassWeights implements WalkedRows {
  readonly length: number;
  readonly direct = true;
  readonly address: number;
  private from = -1;

  constructor(
    private readonly memory: LinearMemory,
    { shape, targets }: Rows,
    slot: number,
    private readonly weights = targets.weights,
  ) {
    this.length = shape.n;
    this.address = memory.slot(slot);
  }

  enter(_row: number, _rows: number, from: number, length: number): void {
    const { weights } = this;
    if (from === this.from) return;
    this.from = from;
    const view = this.memory.view("Float64Array");
    const at = this.address / 8;
    if (weights) for (let j = 0; j < length; j++) view[at + j] = weights[from + j];
    else view.fill(1, at, at + length);
  }
}
