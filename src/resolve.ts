/**
 * `hillock/resolve`: functions by the names and serialised forms of other libraries. It has every
 * function, so it stands apart: a bundle of a few functions does not carry it.
 */
export type { Framework } from "./resolve/frameworks.js";
export { type Resolvable, type ResolveOptions, resolve } from "./resolve/resolve.js";
