import { tagOf } from "../call/arrays.js";

/** The search of a result for arrays, which calls no getter of its own. */

/** Bytes of a buffer. */
export interface Span {
  readonly buffer: ArrayBufferLike;
  readonly at: number;
  readonly bytes: number;
}

/**
 * A value in a result, and how it is reached from what holds it: `.gradient`, `[0]`,
 * `.get("weights")`.
 */
interface Part {
  readonly value: unknown;
  readonly step: string;
  readonly holder?: Part;
}

/**
 * The greatest length of an array read by index. A longer one may be sparse, and is read by name.
 */
const MAX_INDEXED_LENGTH = 2 ** 22;

/**
 * The path to the first typed array or DataView for which `found` holds: the value itself, or one
 * in plain objects, arrays, Maps and Sets, however deep. Instances of other classes are not looked
 * into.
 */
export function findView(value: unknown, found: (view: object, span: Span) => boolean): string | undefined {
  const seen = new Set<unknown>();
  const left: Part[] = [{ value, step: "" }];
  for (let part = left.pop(); part; part = left.pop()) {
    const { value: holder } = part;
    if (!isObject(holder) || seen.has(holder)) continue;
    seen.add(holder);
    const span = spanOf(holder);
    if (span && found(holder, span)) return pathOf(part);
    const parts = span ? [] : partsOf(holder, part);
    for (let i = parts.length - 1; i >= 0; i--) left.push(parts[i]);
  }
}

function pathOf(part: Part): string {
  const steps: string[] = [];
  for (let one: Part | undefined = part; one; one = one.holder) steps.unshift(one.step);
  return steps.join("");
}

/** The objects that an object holds: none for a proxy that refuses to be looked at. */
function partsOf(holder: object, part: Part): Part[] {
  const parts: Part[] = [];
  const add = (value: unknown, step: () => string) => {
    if (isObject(value)) parts.push({ value, step: step(), holder: part });
  };
  const addOwn = (key: PropertyKey) => {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property && Object.hasOwn(property, "value")) add(property.value, () => stepOf(key));
  };
  try {
    const length = Array.isArray(holder) ? holder.length : Number.NaN;
    if (length <= MAX_INDEXED_LENGTH) for (let i = 0; i < length; i++) addOwn(i);
    else if (length > MAX_INDEXED_LENGTH || isPlain(holder)) Reflect.ownKeys(holder).forEach(addOwn);
    else if (isOf(Map.prototype, holder))
      Map.prototype.forEach.call(holder, (value, key) => {
        add(key, () => ".keys()");
        add(value, () => `.get(${typeof key === "string" ? JSON.stringify(key) : "…"})`);
      });
    else if (isOf(Set.prototype, holder)) Set.prototype.forEach.call(holder, (value) => add(value, () => ".values()"));
  } catch {}
  return parts;
}

function stepOf(key: PropertyKey): string {
  if (typeof key !== "string") return `[${String(key)}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether an object is one of literals, of this realm or another. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a Map or a Set is one, whatever its prototype says. */
function isOf(prototype: object, value: object): boolean {
  try {
    read(prototype, "size", value);
    return true;
  } catch {
    return false;
  }
}

const typed = Object.getPrototypeOf(Float32Array.prototype);

/**
 * The bytes that a view covers; undefined for anything else, and for one that has lost its buffer.
 */
function spanOf(value: object): Span | undefined {
  if (!ArrayBuffer.isView(value)) return;
  const prototype = tagOf(value) === undefined ? DataView.prototype : typed;
  try {
    return {
      buffer: read(prototype, "buffer", value),
      at: read(prototype, "byteOffset", value),
      bytes: read(prototype, "byteLength", value),
    };
  } catch {
    return;
  }
}

/** Reads a property of an object by a prototype's own getter. */
function read<T>(prototype: object, name: string, of: object): T {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get?.call(of);
}
