import { bytesOf, type ElementType } from "../../call/arrays.js";
import { type BoundKernel, type Job, LEAST_SHARED, type SharedArray } from "../../runtime/kernel.js";
import { type LinearMemory, writeParameters } from "../../runtime/memory.js";
import { Sum } from "../../scalar/sum.js";
import type { Engine } from "../loss.js";
import type { ClassWeights, Elements } from "./elements.js";
import { sumOf } from "./sum.js";
import type { TargetExports } from "./targets.js";

/** The export of a module of losses of elements: assembly/losses/parts/elements.ts. */
export interface ElementExports extends TargetExports {
  elements(x: number, t: number, weights: number, loss: number, gradient: number, n: number, s: number, c: number): void;
}

/** Bytes that the kernel needs for the sum, and for a tail of each array. */
export const ROOM = 128;

/**
 * Staging slots. The gradient takes the place of x, which is not at address 0: to the kernel that
 * is no gradient.
 */
const TARGETS = 0;
const X = 1;
const LOSS = 2;
const WEIGHTS = 3;

/** Weights that fit their slot, in f64. */
const FITTING = 2048;

/**
 * Elements whose losses are added up by themselves, so that their sum is the same whichever threads
 * add; and the numbers in f64 that the kernel needs for each such block.
 */
const BLOCK = 2048;
const STATE = ROOM / 8;

/**
 * Runs the kernel over all elements, a block after the other, or a tile where one must be staged.
 * Returns the sum of the losses, which goes on from tile to tile of a block in its room, in four
 * numbers. Tiles are whole vectors. Where classes have weights, all is one block.
 */
export function runElements({ kernel, memory, room }: Engine<ElementExports>, call: Elements): number {
  const { length, weight, weights, parameters } = call;
  writeParameters(memory, kernel.context, [weight, 1 / length, length, ...parameters]);
  const total = new Sum();
  const alone = () => runTiles(kernel, room, call, total);
  if (!kernel.threads || weights || length <= LEAST_SHARED) alone();
  else kernel.threads.runJob(kernel, jobOf(kernel, call, total), alone);
  return total.value;
}

function runTiles({ exports, context, memory }: BoundKernel<ElementExports>, room: number, call: Elements, total: Sum): void {
  const { type, x, targets, loss, gradient, length, weights } = call;
  const state = memory
    .view("Float64Array")
    .subarray(room / 8, room / 8 + 4)
    .fill(0);
  const size = bytesOf(type);
  // A loss that is not wanted is written all the same, to its slot.
  const staged = x.at < 0 || targets.at < 0 || !loss || loss.at < 0 || (gradient?.at ?? 0) < 0;
  const expansion = weights && new Expansion(memory, weights);
  const step = expansion ? expansion.step : staged ? Math.min(BLOCK, memory.tile(type)) : BLOCK;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    const at = (slot: number, one: { readonly at: number } | undefined) => (one && one.at >= 0 ? one.at + from * size : memory.slot(slot));
    if (x.at < 0) memory.copyIn(X, x.array, type, from, n);
    enterTargets(memory, call, from, n);
    const weightsAt = expansion ? expansion.enter(from, n) : 0;
    const [targetsAt, lossAt, gradientAt] = [at(TARGETS, targets), at(LOSS, loss), gradient ? at(X, gradient) : 0];
    exports.elements(at(X, x), targetsAt, weightsAt, lossAt, gradientAt, n, room, context);
    if (loss && loss.at < 0) memory.copyOut(LOSS, loss.array, type, from, n);
    if (gradient && gradient.at < 0) memory.copyOut(X, gradient.array, type, from, n);
    if (from + n < length && (expansion || (from + n) % BLOCK > 0)) continue;
    total.add(sumOf(state));
    state.fill(0);
  }
}

/** The job of threads that share blocks, each with a sum of its own. */
function jobOf(kernel: BoundKernel<ElementExports>, { type, x, targets, loss, gradient, length }: Elements, total: Sum): Job {
  const input = { each: 1, isRead: true };
  const output = { each: 1, isWritten: true };
  const sums: SharedArray = {
    each: ROOM / bytesOf(type) / BLOCK,
    isRead: true,
    isWritten: true,
    enter: ({ memory }, address, _, n) => memory.view("Float64Array").fill(0, address / 8, address / 8 + STATE * Math.ceil(n / BLOCK)),
    leave({ memory }, address, _, n) {
      const view = memory.view("Float64Array");
      for (let at = address / 8, left = n; left > 0; at += STATE, left -= BLOCK) total.add(sumOf(view.subarray(at, at + 4)));
    },
  };
  const parameters = [
    { one: x, ...input },
    targets.whole
      ? {
          ...input,
          enter: ({ memory }: BoundKernel<unknown>, at: number, from: number, n: number) =>
            enterWhole(memory, at, type, targets.array, from, n),
        }
      : { one: targets, ...input },
    0,
    { one: loss, ...output },
    gradient ? { one: gradient, ...output } : 0,
    "count",
    sums,
    "context",
  ] as const;
  const sizes = { units: length, least: BLOCK, most: BLOCK, multiple: BLOCK, work: length };
  return { call: kernel.exports.elements, parameters, ...sizes };
}

/** Takes targets to their slot, if they must be; whole numbers become numbers of x's type. */
function enterTargets(memory: LinearMemory, { type, targets }: Elements, from: number, n: number): void {
  if (targets.at >= 0) return;
  if (targets.whole) enterWhole(memory, memory.slot(TARGETS), type, targets.array, from, n);
  else memory.copyIn(TARGETS, targets.array, type, from, n);
}

function enterWhole(memory: LinearMemory, address: number, type: ElementType, whole: ArrayLike<number>, from: number, n: number): void {
  const view = memory.view(type);
  const at = address / bytesOf(type);
  for (let i = 0; i < n; i++) view[at + i] = whole[from + i];
}

/**
 * The weights of classes, as many times over as elements have them. Where whole rounds of all
 * classes fit the slot, they stay there.
 */
class Expansion {
  readonly step: number;
  private readonly stays: boolean;
  private filled = false;

  constructor(
    private readonly memory: LinearMemory,
    private readonly weights: ClassWeights,
  ) {
    // Four elements are a vector, or two.
    const round = 4 * weights.array.length * weights.inner;
    this.stays = round <= FITTING;
    this.step = this.stays ? Math.floor(FITTING / round) * round : FITTING;
  }

  /** The address of the weights of n elements, and of those that make up a vector with the last. */
  enter(from: number, n: number): number {
    const { memory, weights } = this;
    const address = memory.slot(WEIGHTS);
    if (this.stays && this.filled) return address;
    this.filled = true;
    const { array, inner } = weights;
    const view = memory.view("Float64Array");
    const at = address / 8 - from;
    const end = from + (this.stays ? this.step : Math.ceil(n / 4) * 4);
    const classes = array.length;
    // Which class the first is of, and how many elements of it are still to come.
    let j = Math.floor(from / inner) % classes;
    let left = inner - (from % inner);
    for (let i = from; i < end; i++) {
      view[at + i] = array[j];
      if (--left > 0) continue;
      left = inner;
      j = j + 1 < classes ? j + 1 : 0;
    }
    return address;
  }
}
