/**
 * Another instance of a module of this folder, with functions of its own.
 *
 * V8 keeps what it learns about types and callees per function. A loop that has seen two element types, or a call site that has seen
 * several callees, stays 6 to 15 times slower than one that has seen one (measured here: 6.0 against 0.4 to 1.0 ns per element). A user
 * has one loop for one purpose, so every contestant gets its own.
 */
export function instance<Module>(file: string, purpose: string): Promise<Module> {
  return import(new URL(`${file}?${purpose}`, import.meta.url).href);
}
