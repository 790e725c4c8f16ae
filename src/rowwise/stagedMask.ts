import { bytesOf, copyInto, type ElementType, type FloatArray, viewOf } from "../arrays.js";
import type { LinearMemory } from "../memory.js";
import type { Entries } from "./entries.js";
import type { Mask } from "./mask.js";

/** Up to this many elements a loop copies faster than `set`. */
const COPY_LOOP = 48;

/** Where in the mask a row begins, and how many entries of the row are not beyond the diagonal. */
interface Part {
  readonly start: number;
  readonly counted: number;
}

const same = (a: Part, b: Part | undefined): boolean => a.start === b?.start && a.counted === b.counted;

/** The mask of rows, in a staging slot as kernels read it: row after row, as repeated as it is. What stands there is not copied again. */
export class StagedMask {
  private parts: readonly Part[] = [];
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
    const parts = Array.from({ length: rows }, (_, i) => ({
      start: this.mask.start(row + i) + from * this.mask.step,
      counted: this.entries.counted(row + i, from, length),
    }));
    const known = length === this.length && parts.every((part, i) => same(part, this.parts[i]));
    if (!known) this.copy(parts, length);
    return this.memory.slot(this.slot);
  }

  /** Says that something else was written to the slot. */
  forget(): void {
    this.parts = [];
  }

  private copy(parts: readonly Part[], length: number): void {
    const view = this.memory.view(this.type);
    const at = this.memory.slot(this.slot) / bytesOf(this.type);
    const period = periodOf(parts);
    for (let i = 0, rows = 0; i < period; i += rows) {
      rows = 1;
      if (this.mask.step === 1) while (i + rows < period && parts[i + rows].start === parts[i].start + rows * length) rows++;
      this.take(view, at + i * length, parts[i].start, rows * length);
    }
    for (let i = 0; i < period; i++) {
      // The first number once more, so that a mask of one number stays one. There, x is -Infinity.
      const { counted } = parts[i];
      const first = at + i * length;
      if (counted < length) view.fill(counted > 0 ? view[first] : 0, first + counted, first + length);
    }
    for (let done = period; done < parts.length; done *= 2)
      copyInto(view, viewOf(view, this.type, at, Math.min(done, parts.length - done) * length), at + done * length);
    this.parts = parts;
    this.length = length;
  }

  private take(view: FloatArray, at: number, start: number, length: number): void {
    const { step } = this.mask;
    const array = this.mask.array as FloatArray;
    if (step === 1 && length > COPY_LOOP) copyInto(view, viewOf(array, this.type, start, length), at);
    else for (let i = 0; i < length; i++) view[at + i] = array[start + i * step];
  }
}

/** After how many rows the same come again, all of them where that is never. */
function periodOf(parts: readonly Part[]): number {
  const period = parts.findIndex((part, i) => i > 0 && same(part, parts[0]));
  return period > 0 && parts.every((part, i) => i < period || same(part, parts[i - period])) ? period : parts.length;
}
