import { bytesOf } from "../../call/arrays.js";
import { type LinearMemory, writeParameters } from "../../runtime/memory.js";
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
 * Runs the kernel over all elements, in one call if every array lives in the memory and there is
 * one weight for all, else a tile at a time. Returns the sum of the losses, which goes on from tile
 * to tile in its room, in four numbers. Tiles are whole vectors.
 */
export function runElements({ kernel, memory, room }: Engine<ElementExports>, call: Elements): number {
  const { type, x, targets, loss, gradient, length, weight, weights, parameters } = call;
  writeParameters(memory, kernel.context, [weight, 1 / length, length, ...parameters]);
  const state = memory
    .view("Float64Array")
    .subarray(room / 8, room / 8 + 4)
    .fill(0);
  const size = bytesOf(type);
  // A loss that is not wanted is written all the same, to its slot.
  const staged = x.at < 0 || targets.at < 0 || !loss || loss.at < 0 || (gradient?.at ?? 0) < 0;
  const expansion = weights && new Expansion(memory, weights);
  const step = expansion ? expansion.step : staged ? memory.tile(type) : length;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    const at = (slot: number, one: { readonly at: number } | undefined) => (one && one.at >= 0 ? one.at + from * size : memory.slot(slot));
    if (x.at < 0) memory.copyIn(X, x.array, type, from, n);
    enterTargets(memory, call, from, n);
    const weightsAt = expansion ? expansion.enter(from, n) : 0;
    const [targetsAt, lossAt, gradientAt] = [at(TARGETS, targets), at(LOSS, loss), gradient ? at(X, gradient) : 0];
    kernel.exports.elements(at(X, x), targetsAt, weightsAt, lossAt, gradientAt, n, room, kernel.context);
    if (loss && loss.at < 0) memory.copyOut(LOSS, loss.array, type, from, n);
    if (gradient && gradient.at < 0) memory.copyOut(X, gradient.array, type, from, n);
  }
  return sumOf(state);
}

/** Takes targets to their slot, if they must be; whole numbers become numbers of x's type. */
function enterTargets(memory: LinearMemory, { type, targets }: Elements, from: number, n: number): void {
  if (targets.at >= 0) return;
  if (!targets.whole) {
    memory.copyIn(TARGETS, targets.array, type, from, n);
    return;
  }
  const view = memory.view(type);
  const at = memory.slot(TARGETS) / bytesOf(type);
  for (let i = 0; i < n; i++) view[at + i] = targets.array[from + i];
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
