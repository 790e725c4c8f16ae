/**
 * The numbers that go in: pre-activations of a network, a user's own, or nearly normal ones from a
 * seed.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "./command.js";
import { arrayTypes, type Floats, normalOf, SIGMA, type Type } from "./random.js";

export * from "./random.js";

export interface Data {
  readonly description: string;
  /** Their number, if it is limited. */
  readonly count?: number;
  /** The first `size` of them, over again from the start where there are fewer. */
  take(type: Type, size: number): Floats;
}

/** The numbers of a run, and perhaps others beside them. */
export interface Source {
  readonly data: Data;
  readonly beside?: Data;
}

/** Fixed, so that runs can be compared. */
const SEED = 1;
/**
 * The preactivations of a network that has learnt digits; examples/digits/preactivations.mjs says
 * how the file is made.
 */
const PREACTIVATIONS = fileURLToPath(new URL("preactivations.f32", import.meta.url));

/** The numbers that `--input` names. */
export function sourceOf(input: string | undefined): Source {
  if (input === "normal") return { data: normalData(SEED) };
  if (input !== undefined && input !== "preactivations") return { data: fileData(input) };
  const file = fileData(PREACTIVATIONS);
  const data = { ...file, description: `${file.count} pre-activations of a network that has learnt digits` };
  return input === undefined ? { data, beside: normalData(SEED) } : { data };
}

export function normalData(seed: number): Data {
  return {
    description: `normal numbers, mean 0, sigma ${SIGMA}, seed ${seed}`,
    take: (type, size) => normalOf(seed, type, size),
  };
}

export function fileData(path: string): Data {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`--input ${path}${code === "ENOENT" ? ": there is no such file" : ` cannot be read: ${message}`}`);
  }
  const expected = "expected raw little-endian float32 numbers";
  if (bytes.length === 0) throw new UsageError(`--input ${path} is empty; ${expected}`);
  if (bytes.length % 4 !== 0) throw new UsageError(`--input ${path} has ${bytes.length} bytes, which is no multiple of 4; ${expected}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  return {
    description: `${numbers.length} numbers of ${path}`,
    count: numbers.length,
    take: (type, size) => new arrayTypes[type](size).map((_, i) => numbers[i % numbers.length] as number),
  };
}
