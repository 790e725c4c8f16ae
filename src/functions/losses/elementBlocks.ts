import { bytesOf, type ElementType } from "../../call/arrays.js";
import { type BoundKernel, type Job, LEAST_SHARED, type Passage, type SharedArray } from "../../runtime/kernel.js";
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
 * add; those of which such a block is a multiple, to each of which its sum has a number in f64.
 */
const BLOCK = 2048;
const UNIT = 64;

/**
 * Runs the kernel over all elements, a block after the other, and returns the sum of the losses.
 * That of a block stands in its room, in four numbers.
 */
export function runElements({ kernel, memory, room }: Engine<ElementExports>, call: Elements): number {
  const { length, weight, parameters } = call;
  writeParameters(memory, kernel.context, [weight, 1 / length, length, ...parameters]);
  const total = new Sum();
  const alone = () => runTiles(kernel, room, call, total);
  if (!kernel.threads || length <= LEAST_SHARED) alone();
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
  const expansion = weights && new Expansion(weights);
  const step = expansion?.block ?? BLOCK;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    const at = (slot: number, one: { readonly at: number } | undefined) => (one && one.at >= 0 ? one.at + from * size : memory.slot(slot));
    if (x.at < 0) memory.copyIn(X, x.array, type, from, n);
    enterTargets(memory, call, from, n);
    const weightsAt = expansion ? memory.slot(WEIGHTS) : 0;
    expansion?.enter(memory, weightsAt, from, n);
    const [targetsAt, lossAt, gradientAt] = [at(TARGETS, targets), at(LOSS, loss), gradient ? at(X, gradient) : 0];
    exports.elements(at(X, x), targetsAt, weightsAt, lossAt, gradientAt, n, room, context);
    if (loss && loss.at < 0) memory.copyOut(LOSS, loss.array, type, from, n);
    if (gradient && gradient.at < 0) memory.copyOut(X, gradient.array, type, from, n);
    total.add(sumOf(state));
    state.fill(0);
  }
}

/** The job of threads that share blocks, each with a sum of its own. */
function jobOf(kernel: BoundKernel<ElementExports>, call: Elements, total: Sum): Job {
  const { type, x, targets, loss, gradient, length, weights } = call;
  const expansion = weights && new Expansion(weights);
  const block = expansion?.block ?? BLOCK;
  const input = { each: 1, isRead: true };
  const output = { each: 1, isWritten: true };
  const sums: SharedArray = {
    each: 8 / bytesOf(type) / UNIT,
    isRead: true,
    isWritten: true,
    enter: ({ memory }, address, _, n) =>
      memory.view("Float64Array").fill(0, address / 8, address / 8 + (Math.ceil(n / block) * block) / UNIT),
    leave({ memory }, address, _, n) {
      const view = memory.view("Float64Array");
      for (let from = 0, at = address / 8; from < n; from += block, at += block / UNIT) total.add(sumOf(view.subarray(at, at + 4)));
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
    expansion ? expansion.shared(type) : 0,
    { one: loss, ...output },
    gradient ? { one: gradient, ...output } : 0,
    "count",
    sums,
    "context",
  ] as const;
  const sizes = { units: length, least: block, most: block, multiple: block, work: length };
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
 * classes fit the slot, they are a block, and stay there.
 */
class Expansion {
  /** Elements whose losses are added up by themselves. */
  readonly block: number;
  private readonly stays: boolean;
  private filled = false;

  constructor(private readonly weights: ClassWeights) {
    let round = weights.array.length * weights.inner;
    while (round % UNIT > 0) round *= 2;
    this.stays = round <= FITTING;
    this.block = this.stays ? Math.floor(FITTING / round) * round : FITTING;
  }

  /** Writes the weights of the n elements from one on to an address, unless they stay there. */
  enter(memory: LinearMemory, address: number, from: number, n: number): void {
    if (!(this.stays && this.filled)) this.write(memory, address, from, n);
    this.filled = true;
  }

  /** The weights as threads share them. */
  shared(type: ElementType): SharedArray {
    const enter: Passage = ({ memory }, address, from, n) => this.write(memory, address, from, n);
    const each = this.stays ? 0 : 8 / bytesOf(type);
    return { each, length: (8 * this.block) / bytesOf(type), isRead: true, enter };
  }

  /** Writes weights, also those of elements that make up a vector with the last. */
  private write(memory: LinearMemory, address: number, from: number, n: number): void {
    const { array, inner } = this.weights;
    const view = memory.view("Float64Array");
    const at = address / 8 - from;
    const classes = array.length;
    // Which class the first is of, and how many elements of it are still to come.
    let j = Math.floor(from / inner) % classes;
    let left = inner - (from % inner);
    const end = from + (this.stays ? this.block : Math.ceil(n / 4) * 4);
    for (let i = from; i < end; i++) {
      view[at + i] = array[j];
      if (--left > 0) continue;
      left = inner;
      j = j + 1 < classes ? j + 1 : 0;
    }
  }
}
