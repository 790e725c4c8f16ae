/**
 * Calls in a row, so that what is timed is long against the clock.
 *
 * All contestants share these loops, and every call is a real one, for 2 to 4 ns. With a call site
 * of its own a contestant would be inlined here by V8's middle tier, Maglev, and stay there, as
 * this function is entered too rarely to be compiled again: a naive relu then takes 7.4 ns per
 * element on Node 26 and not 0.95.
 */
type Callee = (...args: unknown[]) => unknown;

/** Returns what the last call returned. */
export function apply(f: Callee, args: readonly unknown[], calls: number): unknown {
  const [a, b, c] = args;
  let returned: unknown;
  if (args.length === 1) for (let i = 0; i < calls; i++) returned = f(a);
  else if (args.length === 2) for (let i = 0; i < calls; i++) returned = f(a, b);
  else if (args.length === 3) for (let i = 0; i < calls; i++) returned = f(a, b, c);
  else for (let i = 0; i < calls; i++) returned = f(...args);
  return returned;
}

/** Calls with an object of options that is made each time, as programs write it. */
export function applyOut(f: Callee, args: readonly unknown[], out: unknown, calls: number): unknown {
  const [a, b, c] = args;
  let returned: unknown;
  if (args.length === 1) for (let i = 0; i < calls; i++) returned = f(a, { out });
  else if (args.length === 2) for (let i = 0; i < calls; i++) returned = f(a, b, { out });
  else for (let i = 0; i < calls; i++) returned = f(a, b, c, { out });
  return returned;
}

// Two callees for every call site, before the first contestant comes.
for (const other of [() => undefined, () => undefined]) {
  for (const args of [[0], [0, 0], [0, 0, 0], [0, 0, 0, 0]]) apply(other, args, 1);
  for (const args of [[0], [0, 0], [0, 0, 0]]) applyOut(other, args, 0, 1);
}
