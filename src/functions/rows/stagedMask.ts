import { bytesOf, copyInto, type ElementType, type FloatArray, viewOf } from "../../call/arrays.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Entries } from "./entries.js";
import type { Mask } from "./mask.js";

/** Up to this many elements a loop copies faster than `set`. */
const COPY_LOOP = 48;

/** The mask of rows, in a staging slot as kernels read it: row after row, as repeated as it is. What stands there is not copied again. */
export class StagedMask {
  /** Of each row in the slot, where it begins in the mask, and how many of its entries are not beyond the diagonal. */
  private starts: number[] = [];
  private counts: number[] = [];
  private length = 0;

  constructor(
    private readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly slot: number,
    private readonly mask: Mask,
    private readonly entries: Entries,
  ) {}

  /** Has the mask of rows, or of a piece of one, in the slot. */
  enter(row: number, rows: number, from: number, length: number): number {
    const { mask, entries, starts, counts } = this;
    let known = length === this.length && rows <= starts.length;
    for (let i = 0; i < rows; i++) {
      const start = mask.start(row + i) + from * mask.step;
      const counted = entries.counted(row + i, from, length);
      if (starts[i] === start && counts[i] === counted) continue;
      known = false;
      starts[i] = start;
      counts[i] = counted;
    }
    if (!known) this.copy(rows, length);
    return this.memory.slot(this.slot);
  }

  /** Says that something else was written to the slot. */
  forget(): void {
    this.length = 0;
  }

  private copy(rows: number, length: number): void {
    const { starts, counts } = this;
    const view = this.memory.view(this.type);
    const at = this.memory.slot(this.slot) / bytesOf(this.type);
    starts.length = rows;
    const period = this.period;
    for (let i = 0, count = 0; i < period; i += count) {
      count = 1;
      if (this.mask.step === 1) while (i + count < period && starts[i + count] === starts[i] + count * length) count++;
      this.take(view, at + i * length, starts[i], count * length);
    }
    for (let i = 0; i < period; i++) {
      // The first number once more, so that a mask of one number stays one. There, x is -Infinity.
      const first = at + i * length;
      if (counts[i] < length) view.fill(counts[i] > 0 ? view[first] : 0, first + counts[i], first + length);
    }
    for (let done = period; done < rows; done *= 2)
      copyInto(view, viewOf(view, this.type, at, Math.min(done, rows - done) * length), at + done * length);
    this.length = length;
  }

  /** After how many rows the same come again, all of them where that is never. */
  private get period(): number {
    const { starts, counts } = this;
    const same = (i: number, k: number) => starts[i] === starts[k] && counts[i] === counts[k];
    const period = starts.findIndex((_, i) => i > 0 && same(i, 0));
    return period > 0 && starts.every((_, i) => i < period || same(i, i - period)) ? period : starts.length;
  }

  private take(view: FloatArray, at: number, start: number, length: number): void {
    const { step } = this.mask;
    const array = this.mask.array as FloatArray;
    if (step === 1 && length > COPY_LOOP) copyInto(view, viewOf(array, this.type, start, length), at);
    else for (let i = 0; i < length; i++) view[at + i] = array[start + i * step];
  }
}
