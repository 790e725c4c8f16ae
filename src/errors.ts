/** What a caller can switch on; the message says the rest. */
export type HillockErrorCode =
  | "HILLOCK_TYPE"
  | "HILLOCK_LENGTH"
  | "HILLOCK_SHAPE"
  | "HILLOCK_OVERLAP"
  | "HILLOCK_PARAMETER"
  | "HILLOCK_OPTION"
  | "HILLOCK_DETACHED"
  | "HILLOCK_MEMORY"
  | "HILLOCK_BACKEND";

/** An error thrown by hillock: a TypeError, RangeError or Error with a stable `code`. */
export type HillockError = Error & { readonly code: HillockErrorCode };

/**
 * Whether `error` was thrown by hillock, by this copy or another.
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
  return error instanceof Error && /^HILLOCK_/.test(`${(error as Partial<HillockError>).code}`);
}

/** Throws `hillock.<where>: <message>`. */
export function fail(kind: ErrorConstructor, code: HillockErrorCode, where: string, message: string): never {
  throw Object.assign(new kind(`hillock.${where}: ${message}`), { code });
}

/** A value in words, for messages: `null`, `"text"`, `an Int32Array`. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) {
    const name = nameOf(value);
    return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
  }
  return typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
}

/** What an object calls itself. It may refuse to say: a proxy, or a getter that throws. */
function nameOf(value: object): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return "Object";
  }
}
