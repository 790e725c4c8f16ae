/**
 * A model of a call on many threads, fitted to what was measured on one and on two:
 *
 *     T(p) = w + max(T(1) (1 + s (p - 1)) / p, bytes / B(p))
 *     B(p) = B(1) p / (1 + m (p - 1))
 *
 * w is what it takes to wake the workers, s what they cost each other while they compute, m while
 * they read and write memory. T(1) falls with p as long as neither cost nor memory is in the way.
 */
import type { Scale, SplitCall } from "../results.js";

export interface Model {
  /** Nanoseconds to wake the workers. */
  readonly waking: number;
  /** The part that each further thread adds to the work of all, of arithmetic and of memory. */
  readonly contention: number;
  readonly memoryContention: number;
  /** Bytes a nanosecond that one thread reads and writes. */
  readonly bandwidth: number;
}

export const THREADS = [1, 2, 4, 8, 16, 32, 64];

/** The calls that the model is asked about, and the bytes of memory that each moves. */
const MODELLED: readonly (Pick<SplitCall, "name" | "method"> & { readonly bytes: (shape: readonly number[]) => number })[] = [
  { name: "gelu", method: "value", bytes: ([n = 0]) => 8 * n },
  { name: "softmax", method: "value", bytes: ([rows = 0, n = 0]) => 8 * rows * n },
  {
    name: "dense",
    method: "forward",
    bytes: ([batch = 0, inputs = 0, outputs = 0]) => 4 * (batch * inputs + inputs * outputs + batch * outputs),
  },
];

const longest = (calls: readonly SplitCall[]) => calls.reduce((a, b) => (b.alone > a.alone ? b : a));

/** The model of a run; undefined where threads were not to be had, or calls are missing. */
export function modelOf({ threads, limits }: Scale): Model | undefined {
  const inMemory = threads.calls.filter(({ residence }) => residence === "memory");
  const gelu = inMemory.filter(({ name, method }) => name === "gelu" && method === "value");
  const relu = inMemory.find(({ name }) => name === "relu");
  if (threads.count < 2 || gelu.length < 2 || !relu) return undefined;
  const p = threads.count;
  const contentionOf = ({ alone, split }: SplitCall, waking: number) => Math.max(0, ((split - waking) / alone) * p - 1) / (p - 1);
  const most = longest(gelu);
  // Calls that were not shared say nothing of the workers.
  const shared = gelu.filter(({ alone, split }) => split < 0.97 * alone);
  const least = shared.length > 0 ? shared.reduce((a, b) => (b.alone < a.alone ? b : a)) : most;
  const slope = most.alone > least.alone ? (most.split - least.split) / (most.alone - least.alone) : most.split / most.alone;
  const waking = Math.max(0, least.split - slope * least.alone);
  return {
    waking,
    contention: contentionOf(most, waking),
    memoryContention: contentionOf(relu, waking),
    bandwidth: limits.copies.at(-1)?.gigabytesPerSecond ?? Number.POSITIVE_INFINITY,
  };
}

export interface Curve {
  readonly call: SplitCall;
  /** How many times as fast as one thread, for each of {@link THREADS}. */
  readonly gains: readonly number[];
}

export function curvesOf({ threads }: Scale, model: Model): Curve[] {
  return MODELLED.flatMap(({ name, method, bytes }) => {
    const calls = threads.calls.filter((call) => call.name === name && call.method === method && call.residence === "memory");
    if (calls.length === 0) return [];
    const call = longest(calls);
    const gains = THREADS.map((p) => call.alone / timeOf(call.alone, bytes(call.shape), p, model));
    return [{ call, gains }];
  });
}

/** Nanoseconds on p threads. */
function timeOf(alone: number, bytes: number, p: number, { waking, contention, memoryContention, bandwidth }: Model): number {
  if (p === 1) return alone;
  const computing = (alone * (1 + contention * (p - 1))) / p;
  const moving = (bytes * (1 + memoryContention * (p - 1))) / (bandwidth * p);
  return waking + Math.max(computing, moving);
}
