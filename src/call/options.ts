import { describe, fail } from "./errors.js";

/**
 * The prototype of all objects of this realm, and whatever other code of the page may have put
 * there: none of it is an option.
 */
const ROOT = Object.prototype;

/** Options as they are read: nothing is found there that the caller did not give. */
export type Options = Readonly<Record<string, unknown>>;

/** Options of a call without any. */
export const NONE: Options = /*#__PURE__*/ Object.freeze(Object.create(null));

/**
 * Checks that `options` is an object without unknown names, and returns what is to be read of it,
 * each name once. It may inherit: a class of options and `Object.create(defaults)` will do. What
 * lies on `Object.prototype` is not given. `number` names the option that a number was probably
 * meant for.
 *
 * As a rule that is the object itself, as on Node 20 a copy would cost more than a call on 16
 * elements.
 */
export function readOptions(where: string, options: unknown, known: readonly string[], what = "options", number?: string): Options {
  return isUsual(options, known) ? (options as Options) : examine(where, options, known, what, number);
}

/**
 * The options of a call with numbers, which have no `out`; undefined where none are given, or the
 * index that `Array.prototype.map` passes in their place.
 */
export function readOptionsOfNumber(where: string, options: unknown, known: readonly string[], number?: string): Options | undefined {
  if (options === undefined || isIndex(options)) return;
  const given = readOptions(where, options, known, "options", number);
  if (given.out !== undefined) fail("HILLOCK_OPTION", where, "out is given for a number, expected it only with arrays");
  return given;
}

/** Whether it may be what `Array.prototype.map` and `Array.from` pass beside an element. */
export function isIndex(options: unknown): boolean {
  return typeof options === "number" && Number.isInteger(options) && options >= 0;
}

/**
 * Whether options are an object literal of known names, none of which `Object.prototype` has: the
 * shortest way, as all calls go it.
 */
function isUsual(options: unknown, known: readonly string[]): boolean {
  if (typeof options !== "object" || options === null || Object.getPrototypeOf(options) !== ROOT) return false;
  let names = 0;
  for (const name in options) {
    if (!known.includes(name)) return false;
    names++;
  }
  for (let i = 0; i < known.length; i++) if ((known[i] as string) in ROOT) return false;
  return names > 0;
}

/** The long way: whatever options may be, and what is wrong with them. */
function examine(where: string, options: unknown, known: readonly string[], what: string, number: string | undefined): Options {
  if (typeof options !== "object" || options === null || Array.isArray(options) || ArrayBuffer.isView(options))
    return fail("HILLOCK_OPTION", where, `${what} is ${describe(options)}, expected an object${example(options, known, number)}`);
  for (const name in options)
    if (!known.includes(name) && belongs(options, name))
      fail("HILLOCK_OPTION", where, `unknown option ${describe(name)}, expected ${known.length ? `one of ${known.join(", ")}` : "none"}`);
  // A Map or a Date has no names to be wrong; what it says would be lost without a word.
  if (describe(options) !== "an Object" && !known.some((name) => belongs(options, name)))
    fail("HILLOCK_OPTION", where, `${what} is ${describe(options)}, expected an object`);
  return copy(options, known);
}

/** The property of an object, unless it comes from `Object.prototype`. */
export function givenBy(object: object, name: string): unknown {
  return belongs(object, name) ? (object as Options)[name] : undefined;
}

/**
 * An object's own properties, and nothing that it would inherit: what it does not have is
 * undefined.
 */
export function bare<T extends object>(object: T): T {
  return Object.setPrototypeOf({ ...object }, null);
}

/** The known names of an object, each read once. */
function copy(options: object, known: readonly string[]): Options {
  const copied: Record<string, unknown> = Object.create(null);
  for (const name of known) copied[name] = givenBy(options, name);
  return copied;
}

/**
 * Whether an object has a property, of its own or of what it inherits from, but for the last: the
 * `Object.prototype` of its realm.
 */
function belongs(object: object, name: string): boolean {
  for (let one: object | null = object; one !== null && !isRoot(one); one = Object.getPrototypeOf(one))
    if (Object.hasOwn(one, name)) return true;
  return false;
}

function isRoot(object: object): boolean {
  return object === ROOT || (Object.getPrototypeOf(object) === null && Object.hasOwn(object, "isPrototypeOf"));
}

/** An example of the options that may have been meant by a number or an array. */
function example(options: unknown, known: readonly string[], number: string | undefined): string {
  if (typeof options === "number" && number !== undefined) return ` such as { ${number}: ${describe(options)} }`;
  return ArrayBuffer.isView(options) ? ` such as { ${known.join(", ")} }` : "";
}
