/**
 * Calls in a row, so that what is timed is long against the clock.
 *
 * All contestants share these loops, and every call is a real one, for 2 to 4 ns. With a call site of its own a contestant would be
 * inlined here by V8's middle tier, Maglev, and stay there, as this function is entered too rarely to be compiled again: a naive relu
 * then takes 7.4 ns per element on Node 26 and not 0.95.
 */
import type { Floats } from "./loops.js";

type Hillock<Arguments extends readonly Floats[], Output> = (...args: [...Arguments, { readonly out: Output }]) => unknown;

export function unary(f: (x: Floats, y: Floats) => void, x: Floats, y: Floats, calls: number): void {
  for (let i = 0; i < calls; i++) f(x, y);
}

export function ternary(f: (a: Floats, b: Floats, c: Floats) => void, a: Floats, b: Floats, c: Floats, calls: number): void {
  for (let i = 0; i < calls; i++) f(a, b, c);
}

export function unaryOut(f: Hillock<[Floats], Floats>, x: Floats, out: Floats, calls: number): void {
  for (let i = 0; i < calls; i++) f(x, { out });
}

export function binaryOut(f: Hillock<[Floats, Floats], Floats>, dy: Floats, x: Floats, out: Floats, calls: number): void {
  for (let i = 0; i < calls; i++) f(dy, x, { out });
}

type Pair = { readonly value: Floats; readonly derivative: Floats };

export function pairOut(f: Hillock<[Floats], Pair>, x: Floats, value: Floats, derivative: Floats, calls: number): void {
  for (let i = 0; i < calls; i++) f(x, { out: { value, derivative } });
}

/** The last of the arrays made. */
export function allocating(f: (x: Floats) => Floats, x: Floats, calls: number): Floats {
  let y = x;
  for (let i = 0; i < calls; i++) y = f(x);
  return y;
}

/** Any number of arguments; returns what the last call returned. */
export function apply(f: (...args: unknown[]) => unknown, args: readonly unknown[], calls: number): unknown {
  let returned: unknown;
  for (let i = 0; i < calls; i++) returned = f(...args);
  return returned;
}

const none = new Float32Array(0);

// Two callees for every call site, before the first contestant comes.
for (const other of [() => none, () => none]) {
  unary(other, none, none, 1);
  ternary(other, none, none, none, 1);
  unaryOut(other, none, none, 1);
  binaryOut(other, none, none, none, 1);
  pairOut(other, none, none, none, 1);
  allocating(other, none, 1);
  apply(other, [none], 1);
}
