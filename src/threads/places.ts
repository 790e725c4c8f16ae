import type { CheckedArray } from "../call/arguments.js";
import { bytesOf, copyInto, lengthOf, viewOf } from "../call/arrays.js";
import { type BoundKernel, type Job, type Passage, type SharedArray, stagedOf } from "../runtime/kernel.js";

/** The parts into which a call is divided at least, so that copying and computing overlap. */
const PARTS = 4;

/** Elements of a part of an array: so many at least, and no more than fit a second cache. */
const LEAST_PART = 4096;
const MOST_PART = 32768;

/** Units of which a part is a multiple, unless a job says of how many. */
const UNITS = 16;

/** Bytes of a cache line. */
const LINE = 64;

/**
 * The addresses of the arrays of a job, part by part. Those that do not live in the memory pass
 * through a block of it, which has room for two parts: one is copied while the other is computed.
 */
export class Places {
  /** Units of a part: all where every array is in the memory. */
  readonly part: number;
  /** Whether there is room. */
  readonly isThere: boolean;
  /** The address of each array that is staged, and the bytes to its second part. */
  private readonly staged = new Map<SharedArray, { at: number; bytes: number }>();
  private readonly size: number;

  constructor(
    private readonly kernel: BoundKernel<unknown>,
    private readonly job: Job,
  ) {
    const { units, perCall, multiple = perCall ?? UNITS, parameters, second } = job;
    this.size = bytesOf(kernel.type);
    const arrays = new Set([...parameters, ...(second?.parameters ?? [])].flatMap((one) => stagedOf(one) ?? []));
    let part = units;
    for (const { each } of arrays)
      if (each > 0 && !job.isWhole) {
        const elements = Math.min(MOST_PART, Math.max(LEAST_PART, (units * each) / PARTS));
        part = Math.min(part, Math.ceil(elements / each / multiple) * multiple);
      }
    this.part = part;
    let end = 0;
    let first = [...arrays].find(({ each, isWritten }) => each > 0 && !isWritten);
    for (const one of arrays) {
      const { each, isWritten } = one;
      // A result takes the place of an argument that is as long: kernels work in place.
      const shared = job.isInPlace && isWritten && first?.each === each ? this.staged.get(first) : undefined;
      if (shared) {
        this.staged.set(one, shared);
        first = undefined;
        continue;
      }
      const most = Math.ceil(part / multiple) * multiple;
      const length = !isWhole(one) ? most * each : one.one ? lengthOf(one.one.array) : (one.length as number);
      const bytes = Math.ceil((length * this.size) / LINE) * LINE;
      this.staged.set(one, { at: end, bytes });
      end += isWhole(one) || part === units ? bytes : 2 * bytes;
    }
    const block = end === 0 ? 0 : kernel.memory.borrow(end);
    this.isThere = block >= 0;
    for (const place of new Set(this.staged.values())) place.at += block;
  }

  /** The address of a part of an array. */
  address(one: SharedArray, part: number): number {
    const place = this.staged.get(one);
    if (!place || isWhole(one)) return (place?.at ?? (one.one as CheckedArray).at) + part * this.part * one.each * this.size;
    return part & 1 ? place.at + place.bytes : place.at;
  }

  /** Brings in a part of what is read. */
  load(part: number): void {
    for (const one of this.staged.keys()) if (one.isRead && (!isWhole(one) || part === 0)) this.copy(one, part, false);
  }

  /** Takes out a part of what was written. */
  store(part: number): void {
    for (const one of this.staged.keys()) if (one.isWritten) this.copy(one, part, true);
  }

  /** Makes of what the first call wrote of a part what the second reads. */
  turn(part: number): void {
    for (const one of this.staged.keys()) this.pass(one.between, one, part);
  }

  private pass(passage: Passage | undefined, one: SharedArray, part: number): void {
    const first = part * this.part;
    passage?.(this.kernel, this.address(one, part), first, Math.min(this.part, this.job.units - first));
  }

  private copy(one: SharedArray, part: number, out: boolean): void {
    const { type, memory } = this.kernel;
    if (!one.one) {
      this.pass(out ? one.leave : one.enter, one, part);
      return;
    }
    const { array } = one.one;
    const from = isWhole(one) ? 0 : part * this.part * one.each;
    const length = isWhole(one) ? lengthOf(array) : Math.min(this.part, this.job.units - part * this.part) * one.each;
    const at = this.address(one, part) / this.size;
    const view = memory.view(type);
    if (out) copyInto(array, viewOf(view, type, at, length), from);
    else copyInto(view, viewOf(array, type, from, length), at);
  }
}

/** Whether an array is staged whole, with the first part. */
const isWhole = ({ each, isWoven }: SharedArray) => each === 0 || isWoven;
