/**
 * Loops from their text, each a function of its own.
 *
 * V8 keeps what it learns about types and callees per function. A loop that has seen two element
 * types, or a call site that has seen several callees, stays 6 to 15 times slower than one that has
 * seen one (measured here: 6.0 against 0.4 to 1.0 ns per element). A user has one loop for one
 * purpose, so every contestant gets its own.
 */
// biome-ignore lint/suspicious/noExplicitAny: a loop is called with whatever its text names.
export type AnyLoop = (...args: any[]) => any;

/** A loop as text, for what compiles it, here or in a build. */
export type LoopText = readonly [parameters: string, body: string];

let compiled = 0;

/**
 * A function from its parameters and body, with what else it may call. The number keeps V8 from
 * sharing what it has seen of equal texts.
 */
export function compile<Loop extends AnyLoop = AnyLoop>(parameters: string, body: string, scope: object = {}): Loop {
  const text = `"use strict"; return (${parameters}) => { ${body} } // ${compiled++}`;
  return new Function(...Object.keys(scope), text)(...Object.values(scope));
}
