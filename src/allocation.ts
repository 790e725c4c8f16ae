import type { FloatArray } from "./arrays.js";
import { describe, fail } from "./errors.js";
import { type FloatArrayConstructor, heapOf } from "./heap.js";
import { givenBy } from "./options.js";
import { defaultRuntime } from "./runtime.js";

type ArrayOf<C extends FloatArrayConstructor> = C extends Float32ArrayConstructor ? Float32Array<ArrayBuffer> : Float64Array<ArrayBuffer>;

/**
 * A new array of zeros in hillock's own memory, where kernels work on it in place instead of staging it.
 *
 * @param type Float32Array or Float64Array.
 * @param length Elements, 0 or more.
 * @returns A real typed array, until it is given back with {@link free}. It begins on a cache line (64 bytes).
 * @throws TypeError HILLOCK_TYPE for another constructor; RangeError HILLOCK_LENGTH for a length that is no whole number of elements;
 * RangeError HILLOCK_MEMORY where there is no room: the memory has 64 MiB at first, and grows by itself only while no array is out (see {@link reserve}).
 *
 * @example
 * import { alloc, free, relu } from "hillock";
 * const x = alloc(Float32Array, 3);
 * x.set([-1, 0.5, 2]);
 * relu(x, { out: x });
 * [...x]; // => [0, 0.5, 2]
 * free(x);
 */
export function alloc<C extends FloatArrayConstructor>(type: C, length: number): ArrayOf<C> {
  return heapOf(defaultRuntime()).take("alloc", type, length) as ArrayOf<C>;
}

/**
 * Gives an array from {@link alloc} back. The view must not be used afterwards: the next array may take its place.
 *
 * @throws RangeError HILLOCK_MEMORY for anything that alloc did not return, a part of it (`subarray`) included, or that was freed before.
 *
 * @example
 * import { alloc, free, info } from "hillock";
 * const x = alloc(Float64Array, 100);
 * free(x);
 * info().memory.arrays; // => 0
 */
export function free(view: FloatArray): void {
  heapOf(defaultRuntime()).release("free", view);
}

/**
 * Makes room for `bytes` more, as one array or several. The memory may grow for it; then every array handed out before is stale,
 * and is refused from then on. Call it first, with all that will be needed.
 *
 * @throws TypeError or RangeError HILLOCK_MEMORY for a number that is no whole number of bytes, or more than there can be (4 GiB in all).
 *
 * @example
 * import { alloc, info, reserve } from "hillock";
 * reserve(128 * 1024 * 1024);
 * info().memory.bytes > 128 * 1024 * 1024; // => true
 */
export function reserve(bytes: number): void {
  if (typeof bytes !== "number") fail(TypeError, "HILLOCK_TYPE", "reserve", `bytes is ${describe(bytes)}, expected a number`);
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    fail(RangeError, "HILLOCK_MEMORY", "reserve", `bytes is ${describe(bytes)}, expected a whole number, 0 or more`);
  heapOf(defaultRuntime()).reserve("reserve", bytes);
}

/** What {@link scope} hands to its function. */
export interface Scope {
  /** {@link alloc}, freed at the end of the scope. */
  alloc<C extends FloatArrayConstructor>(type: C, length: number): ArrayOf<C>;
}

/**
 * Runs `run` and frees what it allocated through its argument, also when it throws.
 *
 * @returns What `run` returns, which may be neither a promise nor one of its own arrays.
 * @throws TypeError HILLOCK_TYPE if `run` is no function or returns a thenable; RangeError HILLOCK_MEMORY if it returns an array of its own,
 * or calls `alloc` after it has returned.
 *
 * @example
 * import { scope, sigmoid } from "hillock";
 * const largest = scope((s) => {
 *   const hidden = s.alloc(Float32Array, 2);
 *   hidden.set([-1, 0]);
 *   return Math.max(...sigmoid(hidden, { out: hidden }));
 * });
 * largest; // => 0.5
 */
export function scope<R>(run: (scope: Scope) => R): R {
  if (typeof run !== "function") fail(TypeError, "HILLOCK_TYPE", "scope", `run is ${describe(run)}, expected a function`);
  const heap = heapOf(defaultRuntime());
  const own: FloatArray[] = [];
  let open = true;
  const inside: Scope = {
    alloc(type, length) {
      if (!open) fail(RangeError, "HILLOCK_MEMORY", "scope", "alloc was called after the scope had ended");
      const view = heap.take("scope", type, length);
      own.push(view);
      return view as ArrayOf<typeof type>;
    },
  };
  try {
    const result = run(inside);
    if (isObject(result) && typeof givenBy(result, "then") === "function")
      fail(TypeError, "HILLOCK_TYPE", "scope", "run returned a promise, expected a finished result: its arrays are freed when it returns");
    if (heap.touches(result, own))
      fail(RangeError, "HILLOCK_MEMORY", "scope", "run returned an array of its own scope, which is freed now; return a copy");
    return result;
  } finally {
    open = false;
    for (const view of own) if (heap.has(view)) heap.release("scope", view);
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
