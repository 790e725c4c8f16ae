import type { FloatArray } from "../call/arrays.js";
import { describe, fail } from "../call/errors.js";
import { givenBy } from "../call/options.js";
import type { NewFloat32Array, NewFloat64Array } from "../functions/types.js";
import { findView } from "./contents.js";
import { type FloatArrayConstructor, heapOf } from "./heap.js";
import { defaultRuntime } from "./runtime.js";

type ArrayOf<C extends FloatArrayConstructor> = C extends Float32ArrayConstructor ? NewFloat32Array : NewFloat64Array;

/** Arrays of `L`, a list of lengths: one for each. */
type ArraysOf<C extends FloatArrayConstructor, L extends readonly number[]> = { -readonly [I in keyof L]: ArrayOf<C> };

/**
 * A new array of zeros in hillock's own memory, where kernels work on it in place instead of
 * staging it; or several, for a list of lengths.
 *
 * The memory has 128 MiB at first (32 where the engine has no more), of which nothing is in use
 * before it is written. It grows by itself only while no array is out, since growing would take it
 * from under them. Whoever needs more asks for all of it first: all arrays in one call, or {@link
 * reserve} with the sum of their bytes.
 *
 * @param type Float32Array or Float64Array.
 * @param length Elements, 0 or more, or a list of such numbers.
 * @returns A real typed array, until it is given back with {@link free}; for a list of lengths a
 * list of arrays, each to be freed by itself. An array begins on a cache line, and takes whole ones
 * (64 bytes). Its buffer is the whole memory, which a message to a worker would copy: post
 * `x.slice()`.
 * @throws TypeError HILLOCK_TYPE for another constructor; RangeError HILLOCK_LENGTH for a length
 * that is no whole number of elements; RangeError HILLOCK_MEMORY where there is no room. Of several
 * arrays none was taken then.
 *
 * @example
 * import { alloc, free, relu } from "hillock";
 * const x = alloc(Float32Array, 3);
 * x.set([-1, 0.5, 2]);
 * relu(x, { out: x });
 * [...x]; // => [0, 0.5, 2]
 * free(x);
 *
 * const [weights, bias] = alloc(Float32Array, [784 * 512, 512]);
 * weights.length; // => 401408
 */
export function alloc<C extends FloatArrayConstructor>(type: C, length: number): ArrayOf<C>;
export function alloc<C extends FloatArrayConstructor, const L extends readonly number[]>(type: C, length: L): ArraysOf<C, L>;
export function alloc(type: FloatArrayConstructor, length: number | readonly number[]): unknown {
  return heapOf(defaultRuntime()).alloc("alloc", type, length);
}

/**
 * Gives an array from {@link alloc} back. The view must not be used afterwards: the next array may
 * take its place.
 *
 * @throws RangeError HILLOCK_MEMORY for anything that alloc did not return, a part of it
 * (`subarray`) included, or that was freed before.
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
 * Makes room for `bytes` more, as one array or several, each of them counted in multiples of 64.
 * The memory may grow for it; then every array handed out before is stale, and is refused from then
 * on. Call it first, with all that will be needed.
 *
 * @throws TypeError or RangeError HILLOCK_MEMORY for a number that is no whole number of bytes, or
 * more than there can be (4 GiB in all).
 *
 * @example
 * import { alloc, info, reserve } from "hillock";
 * reserve(256 * 1024 * 1024);
 * info().memory.bytes > 256 * 1024 * 1024; // => true
 */
export function reserve(bytes: number): void {
  if (typeof bytes !== "number") fail("HILLOCK_TYPE", "reserve", `bytes is ${describe(bytes)}, expected a number`);
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    fail("HILLOCK_MEMORY", "reserve", `bytes is ${describe(bytes)}, expected a whole number, 0 or more`);
  heapOf(defaultRuntime()).reserve("reserve", bytes);
}

/** The argument that {@link scope} hands to its function. */
export interface Scope {
  /** {@link alloc}, freed at the end of the scope. */
  alloc<C extends FloatArrayConstructor>(type: C, length: number): ArrayOf<C>;
  alloc<C extends FloatArrayConstructor, const L extends readonly number[]>(type: C, length: L): ArraysOf<C, L>;
}

/**
 * Runs `run` and frees what it allocated through its argument, also when it throws.
 *
 * What `run` returns must not hold what is freed: a typed array or DataView on the scope's arrays
 * is refused, as the result itself and in plain objects, arrays, Maps and Sets, however deep;
 * return a copy (`slice()`). Getters are not called, and instances of other classes not looked
 * into.
 *
 * @returns What `run` returns, which may be neither a promise nor hold one of its own arrays.
 * @throws TypeError HILLOCK_TYPE if `run` is no function or returns a thenable; RangeError
 * HILLOCK_MEMORY if it returns an array of its own, by itself or inside of something, or calls
 * `alloc` after it has returned.
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
  if (typeof run !== "function") fail("HILLOCK_TYPE", "scope", `run is ${describe(run)}, expected a function`);
  const heap = heapOf(defaultRuntime());
  const own: FloatArray[] = [];
  let open = true;
  const inside = {
    alloc(type: unknown, length: unknown) {
      if (!open) fail("HILLOCK_MEMORY", "scope", "alloc was called after the scope had ended");
      const views = heap.alloc("scope", type, length);
      own.push(...(Array.isArray(views) ? views : [views]));
      return views;
    },
  };
  try {
    const result = run(inside as Scope);
    if (isThenable(result))
      fail("HILLOCK_TYPE", "scope", "run returned a promise, expected a finished result: its arrays are freed when it returns");
    const path = own.length > 0 ? findView(result, (view, span) => own.includes(view as FloatArray) || heap.touches(span, own)) : undefined;
    if (path !== undefined) {
      const what = `an array of its own scope${path && ` in its result, as result${path}`}`;
      fail("HILLOCK_MEMORY", "scope", `run returned ${what}, which is freed now; return a copy`);
    }
    return result;
  } finally {
    open = false;
    for (const view of own) if (heap.has(view)) heap.release("scope", view);
  }
}

/**
 * Whether awaiting a value would wait. What refuses to be asked would be refused by `await` as
 * well.
 */
function isThenable(value: unknown): boolean {
  try {
    return isObject(value) && typeof givenBy(value, "then") === "function";
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
