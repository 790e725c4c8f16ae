import { tagOf } from "./arrays.js";

/** A code that a caller can switch on; the message says the rest. */
export type HillockErrorCode =
  | "HILLOCK_TYPE"
  | "HILLOCK_LENGTH"
  | "HILLOCK_SHAPE"
  | "HILLOCK_OVERLAP"
  | "HILLOCK_PARAMETER"
  | "HILLOCK_OPTION"
  | "HILLOCK_NAME"
  | "HILLOCK_DETACHED"
  | "HILLOCK_MEMORY"
  | "HILLOCK_BACKEND"
  | "HILLOCK_THREAD";

/** An error thrown by hillock: a TypeError, RangeError or Error with a stable `code`. */
export type HillockError = Error & { readonly code: HillockErrorCode };

/**
 * The mark of an error of hillock's, whichever copy or realm it comes from: a symbol of the
 * registry.
 */
const BRAND = Symbol.for("hillock.error");

/**
 * Whether `error` was thrown by hillock: by this copy or another, in this realm or another (an
 * iframe, a `node:vm` context). A clone, as `structuredClone` and `postMessage` make it, is none:
 * it has lost its `code`.
 *
 * ```js
 * import { gelu, isHillockError } from "hillock";
 * let code;
 * try {
 *   gelu(new Float32Array(4), { out: new Float32Array(3) });
 * } catch (error) {
 *   if (isHillockError(error)) code = error.code;
 * }
 * code; // => "HILLOCK_LENGTH"
 * ```
 */
export function isHillockError(error: unknown): error is HillockError {
  if (typeof error !== "object" || error === null) return false;
  try {
    return (error as { readonly [BRAND]?: unknown })[BRAND] === true;
  } catch {
    // A proxy that refuses to say is no error of hillock's.
    return false;
  }
}

/**
 * Throws `hillock.<where>: <message>`, an error of the kind that its code has as a rule, or of
 * another.
 */
export function fail(code: HillockErrorCode, where: string, message: string, kind: ErrorConstructor = kindOf(code)): never {
  const error = Object.assign(new kind(`hillock.${where}: ${message}`), { code });
  throw Object.defineProperty(error, BRAND, { value: true });
}

/** The usual kind: what is no such thing at all is a TypeError, what is out of range is not. */
function kindOf(code: HillockErrorCode): ErrorConstructor {
  return code === "HILLOCK_TYPE" || code === "HILLOCK_OPTION" ? TypeError : RangeError;
}

/** A value in words, for messages: `null`, `"text"`, `an Int32Array`. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) {
    const name = nameOf(value);
    const kind = claimOf(value, name);
    return kind ?? `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
  }
  return typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
}

/**
 * The kind of a typed array, or the name that another object gives itself. It may refuse to say: a
 * proxy, or a getter that throws.
 */
function nameOf(value: object): string {
  try {
    return tagOf(value) ?? Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return "Object";
  }
}

/**
 * The words for an object that calls itself a typed array and is none, or that holds a number or
 * text and is no such thing itself.
 */
function claimOf(value: object, name: string): string | undefined {
  if (/^(Number|String|Boolean|BigInt|Symbol)$/.test(name)) return `a ${name} object`;
  if (tagOf(value) !== undefined) return undefined;
  if (/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name)) return `an object that calls itself a ${name}`;
  return undefined;
}
